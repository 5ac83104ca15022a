// One player's way through puzzles: choose or write, see what others think, go on. Owns what is on the table; the
// store judges. After an error everything stays as it was, the typed text included.
import type { NeuronClues } from '../campaign/clue.ts';
import type { Choice, Explanation, NeuronStanding, Puzzle, StoreError } from '../data/nouns.ts';
import { storeError } from '../data/store-errors.ts';
import { noPatternShare, voteShare } from '../game/points.ts';
import { err, type Result } from '../util/result.ts';
import { loadAnswering, type Answering } from './load-answering.ts';

export interface Dealt {
	puzzle: Puzzle;
	neuron: NeuronClues;
}

/** What the lists show of an explanation; until the answer is given nothing but its text is known. */
type Item = Pick<
	Explanation,
	'id' | 'text' | 'votesUp' | 'votesDown' | 'score' | 'scoreLow' | 'scoreHigh' | 'rounds' | 'mine' | 'myVote'
>;
const unjudged = ({ id, text }: Choice): Item => ({
	id,
	text,
	votesUp: 0,
	votesDown: 0,
	score: 0.5,
	scoreLow: 0,
	scoreHigh: 1,
	rounds: 0,
	mine: false,
	myVote: 0
});

/** How the player answered the neuron on the table. */
export type AnswerKind = 'vote' | 'explanation' | 'no-pattern';

const REMEMBERED = 50;
async function fetchNext(exclude: number[]): Promise<Result<Dealt | null, StoreError>> {
	try {
		const response = await fetch(`/play/next?exclude=${exclude.join(',')}`);
		if (response.ok) return (await response.json()) as Result<Dealt | null, StoreError>;
		if (![502, 503, 504].includes(response.status)) return err(storeError('server'));
	} catch {
		// no line: what is kept on this device may do
	}
	return (await import('./away-pages.ts'))
		.dealAway(exclude)
		.catch((error: Error) => err({ code: 'offline', message: error.message }));
}

export class Play {
	neuron = $state.raw<NeuronClues | null>(null);
	explanations = $state.raw<Item[]>([]);
	phase = $state<'answer' | 'reveal'>('answer');
	/** What the crowd knows of the neuron; null until the reveal. */
	standing = $state.raw<NeuronStanding | null>(null);
	answeredWith = $state<AnswerKind>('vote');
	/** The answer waits on this device: what others think is told once the server has it. */
	isQueued = $state(false);
	/** The chance that others gave the answer before it was given, 0 to 1; null for one's own explanation. */
	expected = $state<number | null>(null);
	isBusy = $state(false);
	problem = $state<string | null>(null);
	draft = $state('');
	/** Passage numbers of the clues that the draft is about, when the neuron has several senses; empty for all. */
	covers = $state<number[]>([]);
	answeredCount = $state(0);
	#seen: number[] = [];

	constructor(dealt: Result<Dealt | null, StoreError>, answeredCount: number) {
		this.answeredCount = answeredCount;
		this.#take(dealt);
	}

	#take(dealt: Result<Dealt | null, StoreError>): void {
		if (!dealt.ok) {
			this.problem = dealt.error.message;
			return;
		}
		this.problem = null;
		this.phase = 'answer';
		this.isQueued = false;
		this.standing = null;
		this.draft = '';
		this.covers = [];
		this.neuron = dealt.value?.neuron ?? null;
		this.explanations = (dealt.value?.puzzle.explanations ?? []).map(unjudged);
		if (this.neuron) this.#seen = [...this.#seen, this.neuron.index].slice(-REMEMBERED);
	}

	/** Runs one call at a time; a second click meanwhile does nothing. */
	async #once(task: (verbs: Answering) => Promise<void>): Promise<void> {
		if (this.isBusy) return;
		this.isBusy = true;
		this.problem = null;
		try {
			const verbs = await loadAnswering();
			if (verbs.ok) await task(verbs.value);
			else this.problem = verbs.error.message;
		} finally {
			this.isBusy = false;
		}
	}

	/** Shows what others think: all of the neuron's explanations, or at least `own`. */
	async #reveal(verbs: Answering, kind: AnswerKind, own: Explanation | null): Promise<void> {
		if (this.phase === 'answer') {
			const store = verbs.browserStore();
			const [all, standing] = await Promise.all([
				verbs.explanationsOf(store, this.neuron!),
				verbs.neuronStanding(store, this.neuron!)
			]);
			if (all.ok) this.explanations = all.value;
			if (standing.ok) this.standing = standing.value;
			this.#count(verbs, kind);
		}
		this.isQueued = false;
		if (own) this.#put(own);
		this.expected = this.#expected(own);
		this.phase = 'reveal';
	}

	/** The answer is on its way; until the server has it, only the player's own part is known. */
	#revealQueued(
		verbs: Answering,
		kind: AnswerKind,
		own: Pick<Item, 'id' | 'text' | 'mine' | 'myVote'> | null
	): void {
		if (this.phase === 'answer') this.#count(verbs, kind);
		if (own) this.#put({ ...unjudged({ ...own, covers: null }), ...own });
		this.expected = null;
		this.isQueued = true;
		this.phase = 'reveal';
	}

	#count(verbs: Answering, kind: AnswerKind): void {
		this.answeredWith = kind;
		this.answeredCount++;
		void verbs.rememberAnswered(this.neuron!);
	}

	#put(own: Item): void {
		const isKnown = this.explanations.some(({ id }) => id === own.id);
		this.explanations = isKnown
			? this.explanations.map((other) => (other.id === own.id ? own : other))
			: [...this.explanations, own];
	}

	/** The chance of the answer before it was given: the store pays by it once the neuron is settled. */
	#expected(own: Explanation | null): number | null {
		if (this.answeredWith === 'no-pattern') {
			const { noPattern = 1, answers = 1 } = this.standing ?? {};
			return noPatternShare(noPattern - 1, answers - 1);
		}
		if (!own || own.mine) return null;
		return own.rounds > 0 ? own.score : voteShare(own.votesUp - own.myVote, own.votesDown);
	}

	/** Sets one's vote on an explanation; the same value again withdraws it. */
	vote(explanation: { id: string; myVote: number }, value: 1 | -1): Promise<void> {
		return this.#once(async (verbs) => {
			const wanted = this.phase === 'reveal' && explanation.myVote === value ? 0 : value;
			const answer = await verbs.castVote(verbs.browserStore(), {
				explanationId: explanation.id,
				value: wanted
			});
			if (answer.ok) return this.#reveal(verbs, 'vote', answer.value);
			if (answer.error.code !== 'queued') this.problem = answer.error.message;
			else {
				const { text = '', mine = false } = this.explanations.find(({ id }) => id === explanation.id) ?? {};
				this.#revealQueued(verbs, 'vote', { id: explanation.id, text, mine, myVote: wanted });
			}
		});
	}

	submit(): Promise<void> {
		return this.#once(async (verbs) => {
			if (!this.neuron) return;
			const { campaignId, index } = this.neuron;
			const covers = this.covers.length ? [...this.covers] : undefined;
			const own = { campaignId, index, text: this.draft, covers };
			const answer = await verbs.submitExplanation(verbs.browserStore(), own);
			if (!answer.ok && answer.error.code === 'queued') {
				this.#revealQueued(verbs, 'explanation', {
					id: `queued-${index}`,
					text: this.draft,
					mine: true,
					myVote: 0
				});
				this.draft = '';
				return;
			}
			if (!answer.ok) {
				this.problem = answer.error.message;
				return;
			}
			this.draft = '';
			const { explanation, becameVote } = answer.value;
			await this.#reveal(verbs, becameVote ? 'vote' : 'explanation', explanation);
		});
	}

	/** Answers that the neuron has no clear pattern. */
	noPattern(): Promise<void> {
		return this.#once(async (verbs) => {
			if (!this.neuron) return;
			const answer = await verbs.answerNoPattern(verbs.browserStore(), this.neuron);
			if (answer.ok) await this.#reveal(verbs, 'no-pattern', null);
			else if (answer.error.code === 'queued') this.#revealQueued(verbs, 'no-pattern', null);
			else this.problem = answer.error.message;
		});
	}

	/** The next puzzle, whether this one was answered or not. */
	next(): Promise<void> {
		return this.#once(async (verbs) => {
			if (this.phase === 'answer' && this.neuron && this.answeredCount > 0)
				await verbs.skipPuzzle(verbs.browserStore(), this.neuron);
			this.#take(await fetchNext(this.#seen));
		});
	}
}
