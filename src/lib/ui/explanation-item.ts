/** What the lists of explanations show of one. */
export interface ExplanationItem {
	id: string;
	text: string;
	votesUp: number;
	votesDown: number;
	/** Posterior mean of balanced accuracy in blind rounds, its 90 % interval (0 to 1), and how many rounds counted. */
	score: number;
	scoreLow: number;
	scoreHigh: number;
	rounds: number;
	mine: boolean;
	myVote: -1 | 0 | 1;
}
