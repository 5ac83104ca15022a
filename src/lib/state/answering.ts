// What answering a puzzle asks of the store, as one piece; load-answering.ts fetches it.
export { browserStore } from '../data/browser-store.ts';
export { explanationsOf, submitExplanation } from '../data/explanations.ts';
export { rememberAnswered } from '../data/kept-puzzles.ts';
export { laughsOf, setLaugh } from '../data/laughs.ts';
export { reportExplanation } from '../data/moderation.ts';
export { me } from '../data/players.ts';
export { answerNoPattern, neuronStanding, skipPuzzle } from '../data/puzzles.ts';
export { castVote } from '../data/votes.ts';
