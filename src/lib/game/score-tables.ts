// What score.ts and the store's SQL must both give. The figures were worked out apart from either: means and variances
// of Beta distributions by hand, the rest by the formulas' own definitions.
import type { Score, Tally, TrackRecord } from './score.ts';

const none: Tally = { votesUp: 0, votesDown: 0, tp: 0, fn: 0, tn: 0, fp: 0 };

export const scoreTable: { what: string; tally: Tally; score: Score }[] = [
	{
		// Two rates of Beta(1, 1): mean 1/2, variance 1/12 each; sd = sqrt(1/6) / 2.
		what: 'nothing is known',
		tally: none,
		score: { mean: 0.5, sd: 0.2041241452, low: 0.1642157811, high: 0.8357842189 }
	},
	{
		// Prior 5/7: Beta(10/7, 4/7): mean 5/7, variance (10/7 * 4/7) / (4 * 3) = 0.0680272.
		what: 'three votes up',
		tally: { ...none, votesUp: 3 },
		score: { mean: 0.7142857143, sd: 0.1844277784, low: 0.4109020188, high: 1 }
	},
	{
		// Beta(1 + 9, 1 + 1) twice: mean 10/12, variance 20 / (144 * 13).
		what: 'nine of ten right for either kind',
		tally: { ...none, tp: 9, fn: 1, tn: 9, fp: 1 },
		score: { mean: 0.8333333333, sd: 0.0730881683, low: 0.7131032965, high: 0.9535633701 }
	},
	{
		// Always "fires": TPR Beta(11, 1), TNR Beta(1, 11): the mean stays at chance.
		what: 'says that everything fires',
		tally: { ...none, tp: 10, fp: 10 },
		score: { mean: 0.5, sd: 0.0542036363, low: 0.4108350183, high: 0.5891649817 }
	}
];

export const reliabilityTable: { what: string; record: TrackRecord; reliability: number }[] = [
	{
		what: 'a new player',
		record: { goldItems: 0, goldRight: 0, agreementRounds: 0, agreementSum: 0 },
		reliability: 0.5
	},
	{
		what: 'all gold right: 2 * (27/30 - 1/2)',
		record: { goldItems: 18, goldRight: 18, agreementRounds: 0, agreementSum: 0 },
		reliability: 0.8
	},
	{
		what: 'chance on gold: 2 * (18/30 - 1/2)',
		record: { goldItems: 18, goldRight: 9, agreementRounds: 0, agreementSum: 0 },
		reliability: 0.2
	},
	{
		what: 'always wrong: never below a tenth',
		record: { goldItems: 18, goldRight: 0, agreementRounds: 0, agreementSum: 0 },
		reliability: 0.1
	},
	{
		what: 'disagrees with everybody: 0.8 * (3.75 / 10) / 0.75',
		record: { goldItems: 18, goldRight: 18, agreementRounds: 5, agreementSum: 0 },
		reliability: 0.4
	}
];

export const weightTable: { accuracy: number; rounds: number; othersMean: number; weight: number }[] = [
	// Of a new player, whose reliability is 1/2.
	{ accuracy: 0, rounds: 5, othersMean: 0.9, weight: 0.5 },
	{ accuracy: 0, rounds: 6, othersMean: 0.9, weight: 0.05 },
	{ accuracy: 1, rounds: 60, othersMean: 0.5, weight: 0.25 },
	{ accuracy: 0.75, rounds: 60, othersMean: 0.75, weight: 0.5 }
];

export const accuracyTable: { truth: boolean[]; answer: boolean[]; accuracy: number }[] = [
	{ truth: [true, true, false, false], answer: [true, true, false, false], accuracy: 1 },
	{ truth: [true, true, false, false], answer: [false, false, true, true], accuracy: 0 },
	{
		truth: [true, true, true, true, false, false],
		answer: [true, true, true, true, true, true],
		accuracy: 0.5
	},
	{
		truth: [true, true, false, false, false, false],
		answer: [true, false, false, false, false, true],
		accuracy: 0.625
	}
];

export const informationTable: { before: number; after: number; points: number }[] = [
	{ before: 0.2, after: 0.1, points: 10 },
	{ before: 0.2, after: 0.2, points: 0 },
	{ before: 0.1, after: 0.2, points: 0 },
	{ before: 0.2, after: 0.15, points: 4 }
];
