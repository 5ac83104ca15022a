// The rows that pages see, as the functions of schema `api` return them (camel-cased by the verbs of this folder).

export interface Explanation {
	id: string;
	text: string;
	votesUp: number;
	votesDown: number;
	/** Written by the player who asks. */
	mine: boolean;
	/** The asking player's vote: 1, -1, or 0 for none. */
	myVote: -1 | 0 | 1;
	createdAt: string;
}

export interface Puzzle {
	campaignId: string;
	index: number;
	/** Best first. */
	explanations: Explanation[];
}

/** Why the store refused, in codes that the page words; `message` is already fit for people. */
export interface StoreError {
	code:
		| 'offline' // no answer from the server
		| 'too_short'
		| 'too_long'
		| 'own_explanation' // a vote on one's own explanation
		| 'not_found'
		| 'signed_out' // the session could not be made or renewed
		| 'rate_limited'
		| 'server'; // anything else
	message: string;
}
