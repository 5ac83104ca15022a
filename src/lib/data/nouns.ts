// The rows that pages see, as the functions of schema `api` return them (camel-cased by the verbs of this folder).

export interface NeuronRef {
	campaignId: string;
	/** The neuron's index. */
	index: number;
}

/** What the crowd knows of one neuron. */
export interface NeuronStanding {
	index: number;
	answers: number;
	/** How many of the answers say that there is no clear pattern. */
	noPattern: number;
	/** Glicko-2: how hard it is for players. */
	rating: number;
	ratingDeviation: number;
	/** The explanation that leads, and the lower bound of its score. */
	bestId: string | null;
	bestLow: number;
	solvedAt: string | null;
	isUnclear: boolean;
	/** Dealt no more, since players agree. */
	isRetired: boolean;
	/** There are passages for blind rounds. */
	isCheckable: boolean;
}

/** An explanation as a puzzle offers it: what others think of it is told after the answer. */
export interface Choice {
	id: string;
	text: string;
	/** Passage numbers of the clues it speaks of; null for all. */
	covers: number[] | null;
}

export interface Explanation extends Choice {
	votesUp: number;
	votesDown: number;
	/** Posterior mean of balanced accuracy in blind rounds, and its 90 % interval, each 0 to 1. */
	score: number;
	scoreLow: number;
	scoreHigh: number;
	/** How many counted blind rounds the score rests on. */
	rounds: number;
	/** The author's name; null for somebody who has none, has left, or does not want to be credited. */
	author: string | null;
	/** The author's earlier explanation that this one betters. */
	revisesId: string | null;
	/** 'hidden' and 'removed' ones are seen by their author alone. */
	status: 'shown' | 'hidden' | 'removed';
	/** Written by the player who asks. */
	mine: boolean;
	/** The asking player's vote: 1, -1, or 0 for none. */
	myVote: -1 | 0 | 1;
	createdAt: string;
}

export interface Puzzle {
	campaignId: string;
	index: number;
	/** At most four, in random order. */
	explanations: Choice[];
}

/** Why the store refused, in codes that the page words; `message` is already fit for people. */
export interface StoreError {
	code:
		| 'offline' // no answer from the server
		| 'queued' // no answer now: kept on this device and sent later (data/outbox.ts)
		| 'too_short'
		| 'too_long'
		| 'unfit' // a text that others should not have to read
		| 'own_explanation' // a vote on or report of one's own explanation
		| 'already_exists' // the neuron has this text, or somebody has a name that looks like this one
		| 'already_done' // a round is judged once
		| 'expired' // the time for it is over
		| 'no_checks' // nothing that this player could judge
		| 'invalid' // an argument out of its range
		| 'group_limit' // the group is full, or the player is in too many
		| 'forbidden'
		| 'not_found'
		| 'signed_out' // the session could not be made or renewed
		| 'rate_limited'
		| 'server'; // anything else
	message: string;
}
