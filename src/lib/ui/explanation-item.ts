/** What the lists of explanations show of one. */
export interface ExplanationItem {
	id: string;
	text: string;
	votesUp: number;
	votesDown: number;
	mine: boolean;
	myVote: -1 | 0 | 1;
}
