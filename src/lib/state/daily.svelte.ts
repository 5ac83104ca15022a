// Today's five rounds and what one reached on other days. Picks and results stay on this device; the streak is the
// store's (Progress).
import * as v from 'valibot';
import { dailyStatistics, type DailyLog } from '../game/daily-log.ts';
import { DAILY_ROUNDS } from '../game/daily.ts';
import { keep, readKept } from './device-store.ts';
import { playTone } from './sound.ts';

const LOG_KEY = 'neuronpedia-daily-log';
const TODAY_KEY = 'neuronpedia-daily-today';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(DAILY_ROUNDS));
const LogSchema = v.record(v.string(), count);
const TodaySchema = v.object({
	/** Campaign, day and neuron: picks of another game are worth nothing. */
	game: v.string(),
	picks: v.array(v.pipe(v.number(), v.integer())),
	isOver: v.boolean()
});
const isLog = (value: unknown): value is DailyLog => v.is(LogSchema, value);
const isToday = (value: unknown): value is v.InferOutput<typeof TodaySchema> => v.is(TodaySchema, value);

export interface DailyRoundShown {
	/** Position of the brightest option. */
	best: number;
}

export class Daily {
	/** The option that was picked in each round played so far. */
	picks = $state<number[]>([]);
	/** The round's lights are on: it was answered, and the next one is not yet asked for. */
	isLit = $state(false);
	/** After the last round: the answer in words was given or passed over. */
	isOver = $state(false);
	log = $state.raw<DailyLog>({});
	readonly #game: string;
	readonly #day: string;
	readonly #rounds: readonly DailyRoundShown[];

	constructor(game: { campaignId: string; day: string; index: number }, rounds: readonly DailyRoundShown[]) {
		this.#game = `${game.campaignId}/${game.day}/${game.index}`;
		this.#day = game.day;
		this.#rounds = rounds;
	}

	/** Whether each round played so far was won. */
	won = $derived.by(() => this.picks.map((pick, i) => pick === this.#rounds[i]?.best));
	wonCount = $derived(this.won.filter(Boolean).length);
	/** The round on the table, from 0; while lit, the one just answered. */
	round = $derived.by(() => this.picks.length - (this.isLit ? 1 : 0));
	phase = $derived.by((): 'rounds' | 'answer' | 'over' => {
		if (this.round < this.#rounds.length) return 'rounds';
		return this.isOver ? 'over' : 'answer';
	});
	statistics = $derived(dailyStatistics(this.log, DAILY_ROUNDS));

	/** Goes on where this device left off. Only in the browser. */
	restore(): void {
		this.log = readKept(LOG_KEY, isLog) ?? {};
		const today = readKept(TODAY_KEY, isToday);
		if (today?.game !== this.#game) return;
		this.picks = today.picks.slice(0, this.#rounds.length);
		this.isOver = today.isOver;
	}

	/** The first pick of a round counts. */
	pick(option: number): void {
		if (this.isLit || this.phase !== 'rounds') return;
		this.picks = [...this.picks, option];
		this.isLit = true;
		playTone(option === this.#rounds[this.round]?.best ? 'right' : 'wrong');
		this.#keepToday();
		if (this.picks.length === this.#rounds.length) this.#enter();
	}

	next(): void {
		this.isLit = false;
	}

	finish(): void {
		this.isOver = true;
		this.#keepToday();
	}

	#keepToday(): void {
		keep(TODAY_KEY, { game: this.#game, picks: this.picks, isOver: this.isOver });
	}

	/** Enters the day's result; another tab may have entered other days meanwhile. */
	#enter(): void {
		this.log = { ...(readKept(LOG_KEY, isLog) ?? {}), [this.#day]: this.wonCount };
		keep(LOG_KEY, this.log);
	}
}
