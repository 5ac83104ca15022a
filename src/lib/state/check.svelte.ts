// One blind round after the other: six unmarked passages, a guess at each, the truth. Owns what is picked; the store
// deals and judges. After an error the picks stay.
import type { Exhibit } from '../campaign/clue.ts';
import { browserStore } from '../data/browser-store.ts';
import type { StoreError } from '../data/nouns.ts';
import { finishCheck, startCheck, type Judgement, type Round } from '../data/checks.ts';
import { err, ok, type Result } from '../util/result.ts';
import { browserCampaign } from './campaign-files.ts';
import { playTone } from './sound.ts';

/** What the page must know of a neuron to show the passages. */
interface Shown {
	/** The round's passages, in its order. */
	passages: Exhibit[];
	max: number;
}

const unreadable: StoreError = {
	code: 'server',
	message: 'The texts of this round could not be read. Please try again.'
};

async function passagesOf(campaignId: string, round: Round): Promise<Result<Shown, StoreError>> {
	try {
		const campaign = await browserCampaign(campaignId);
		const [exhibits, { max }] = await Promise.all([
			campaign.exhibits(round.index),
			campaign.neuron(round.index)
		]);
		const byId = new Map(exhibits.map((exhibit) => [exhibit.passageId, exhibit]));
		const passages = round.passages.flatMap((id) => byId.get(id) ?? []);
		return passages.length === round.passages.length ? ok({ passages, max }) : err(unreadable);
	} catch {
		return err(unreadable);
	}
}

/** Balanced accuracy of somebody who guesses. */
const CHANCE = 0.5;

/** What the files tell of an answer; points and rating are the server's. */
function judgedHere(passages: readonly Exhibit[], max: number, answered: readonly boolean[]): Judgement {
	const truth = passages.map(({ fires }) => fires);
	const rightOf = (fires: boolean) => {
		const places = truth.flatMap((value, i) => (value === fires ? [i] : []));
		return places.filter((i) => answered[i] === fires).length / Math.max(1, places.length);
	};
	return {
		truth,
		shares: passages.map(({ peak }) => peak / max),
		accuracy: (rightOf(true) + rightOf(false)) / 2,
		points: 0,
		isCalibration: false,
		isGold: false,
		rating: 0
	};
}

export class Check {
	phase = $state<'start' | 'judge' | 'reveal'>('start');
	isBusy = $state(false);
	problem = $state.raw<StoreError | null>(null);
	round = $state.raw<Round | null>(null);
	passages = $state.raw<Exhibit[]>([]);
	/** The neuron's corpus maximum. */
	max = $state(1);
	picked = $state<boolean[]>([]);
	judged = $state.raw<Judgement | null>(null);
	/** The answer waits on this device; `judged` is what this device can tell by itself. */
	isQueued = $state(false);
	/** How many passages were told right. */
	right = $derived(this.judged?.truth.filter((fires, i) => fires === this.picked[i]).length ?? 0);
	readonly #campaignId: string;

	constructor(campaignId: string) {
		this.#campaignId = campaignId;
	}

	/** Runs one call at a time; a second press meanwhile does nothing. */
	async #once(task: () => Promise<StoreError | null>): Promise<void> {
		if (this.isBusy) return;
		this.isBusy = true;
		this.problem = null;
		try {
			this.problem = await task();
		} finally {
			this.isBusy = false;
		}
	}

	/** Begins a round, or goes on with the one that is open. */
	start(): Promise<void> {
		return this.#once(async () => {
			const round = await startCheck(browserStore(), this.#campaignId);
			if (!round.ok) return round.error;
			const shown = await passagesOf(this.#campaignId, round.value);
			if (!shown.ok) return shown.error;
			this.round = round.value;
			this.passages = shown.value.passages;
			this.max = shown.value.max;
			this.picked = shown.value.passages.map(() => false);
			this.judged = null;
			this.phase = 'judge';
			return null;
		});
	}

	toggle(position: number): void {
		if (this.phase === 'judge' && !this.isBusy) this.picked[position] = !this.picked[position];
	}

	/** Has the picks judged. A round that ran out or was judged in another tab leads back to the start. */
	finish(): Promise<void> {
		return this.#once(async () => {
			const answer = { roundId: this.round!.id, fires: [...this.picked] };
			const judged = await finishCheck(browserStore(), answer);
			if (judged.ok || judged.error.code === 'queued') {
				this.isQueued = !judged.ok;
				this.judged = judged.ok ? judged.value : judgedHere(this.passages, this.max, answer.fires);
				this.phase = 'reveal';
				playTone(this.judged.accuracy > CHANCE ? 'right' : 'wrong');
				return null;
			}
			if (['already_done', 'expired', 'not_found'].includes(judged.error.code)) this.phase = 'start';
			return judged.error;
		});
	}
}
