// A simulated crowd that judges three planted explanations by the rules of src/lib/game/score.ts: who is careful,
// careless or hostile is known here, the rules have to find out. Seeded; no clock, no database.
import {
	balancedAccuracy,
	OTHERS_ROUNDS,
	roundWeight,
	scoreOf,
	type Tally,
	type TrackRecord
} from '../lib/game/score.ts';

export type Kind = 'careful' | 'careless' | 'hostile' | 'lifter' | 'colluder' | 'oracle' | 'schemer';
export type Quality = 'good' | 'middling' | 'bad';

/** How often somebody who follows the explanation is right about a passage. */
const RIGHT: Record<Quality, number> = { good: 0.9, middling: 0.7, bad: 0.5 };
const QUALITIES = Object.keys(RIGHT) as Quality[];
/** Of explanations elsewhere, which rounds also deal. */
const ELSEWHERE = [0.9, 0.8, 0.7, 0.6, 0.5];
const CALIBRATION_ROUNDS = 3;
const GOLD_SHARE = 0.1;

export interface Crowd {
	/** How many of each kind play. */
	players: Record<Kind, number>;
	/** Rounds of each player on other explanations, before and between those on the planted ones. */
	roundsElsewhere: number;
}

interface Player {
	number: number;
	kind: Kind;
	record: TrackRecord;
	rounds: number;
}

interface Planted {
	quality: Quality;
	tally: Tally;
	rounds: number;
}

type Random = () => number;

/** A round as it was played: by whom (their number), of what, and how it went. */
export interface CrowdRound {
	player: number;
	/** A planted explanation, a gold one, or one elsewhere by how often it is right. */
	on: Quality | 'gold' | number;
	isCalibration: boolean;
	truth: boolean[];
	answer: boolean[];
}

/** What a crowd did, in order, for playing it again by other rules. */
export interface CrowdLog {
	rounds: CrowdRound[];
	/** One vote up of each player, after all rounds. */
	votes: { player: number; on: Quality }[];
}

/** Six passages of which two to four fire, and what the player says of them. */
function playRound(random: Random, kind: Kind, right: number, isTarget: Quality | null) {
	const firing = 2 + Math.floor(3 * random());
	const truth = Array.from({ length: 6 }, (_, i) => i < firing);
	const answer = truth.map((is) => {
		switch (kind) {
			case 'careful':
				return random() < right ? is : !is;
			case 'careless':
				return random() < 0.5;
			case 'hostile': // against whatever is true, except for the bad one
				return isTarget === 'bad' ? is : !is;
			case 'lifter': // careful, but for the bad one
				return isTarget === 'bad' || random() < right ? is : !is;
			case 'colluder': // the same, and against the good one
				if (isTarget === 'bad') return is;
				if (isTarget === 'good') return !is;
				return random() < right ? is : !is;
			case 'oracle': // a script that runs the model itself: right about every passage, whatever is explained
				return is;
			case 'schemer': // the same script, turned against the good one
				return isTarget === 'good' ? !is : is;
		}
	});
	return { truth, answer, accuracy: balancedAccuracy(truth, answer) };
}

/** A gold round or a round on an explanation elsewhere, whose score others have found. */
function playElsewhere(random: Random, player: Player): CrowdRound {
	const isCalibration = player.rounds < CALIBRATION_ROUNDS;
	const isGold = isCalibration || random() < GOLD_SHARE;
	const right = isGold ? RIGHT.good : ELSEWHERE[Math.floor(random() * ELSEWHERE.length)]!;
	const { truth, answer, accuracy } = playRound(random, player.kind, right, null);
	if (isGold) {
		player.record.goldItems += truth.length;
		player.record.goldRight += truth.filter((is, i) => is === answer[i]).length;
	} else {
		player.record.agreementRounds++;
		player.record.agreementSum += 1 - Math.abs(accuracy - right);
	}
	player.rounds++;
	return { player: player.number, on: isGold ? 'gold' : right, isCalibration, truth, answer };
}

function playPlanted(random: Random, player: Player, planted: Planted): CrowdRound {
	const { quality, tally } = planted;
	const { truth, answer, accuracy } = playRound(random, player.kind, RIGHT[quality], quality);
	const others = scoreOf(tally).mean;
	const weight = roundWeight(player.record, accuracy, planted.rounds, others);
	truth.forEach((is, i) => {
		tally[is ? (answer[i] ? 'tp' : 'fn') : answer[i] ? 'fp' : 'tn'] += weight;
	});
	if (planted.rounds >= OTHERS_ROUNDS) {
		player.record.agreementRounds++;
		player.record.agreementSum += 1 - Math.abs(accuracy - others);
	}
	planted.rounds++;
	player.rounds++;
	return { player: player.number, on: quality, isCalibration: false, truth, answer };
}

/** One vote up: careful players mostly see which fits, careless ones tap anywhere, the others push the bad one. */
function vote(random: Random, player: Player, planted: Planted[]): Quality {
	const at = random();
	const careful = at < 0.6 ? 'good' : at < 0.9 ? 'middling' : 'bad';
	const chosen =
		player.kind === 'careful'
			? careful
			: player.kind === 'careless'
				? QUALITIES[Math.floor(3 * random())]!
				: 'bad';
	planted.find(({ quality }) => quality === chosen)!.tally.votesUp++;
	return chosen;
}

function shuffled<T>(random: Random, list: T[]): T[] {
	const result = [...list];
	for (let i = result.length - 1; i > 0; i--) {
		const j = Math.floor(random() * (i + 1));
		[result[i], result[j]] = [result[j]!, result[i]!];
	}
	return result;
}

export interface Ranked {
	quality: Quality;
	low: number;
	mean: number;
}

/** Lets the crowd play; gives the planted explanations with their lower bounds, best first, and what was done. Each
 *  player judges each of them once, at a random moment, as the store deals them. */
export function simulateCrowd(random: Random, crowd: Crowd): { ranked: Ranked[]; log: CrowdLog } {
	const none = { votesUp: 0, votesDown: 0, tp: 0, fn: 0, tn: 0, fp: 0 };
	const planted = QUALITIES.map((quality): Planted => ({ quality, tally: { ...none }, rounds: 0 }));
	const kinds = Object.entries(crowd.players).flatMap(([kind, count]) =>
		Array<Kind>(count).fill(kind as Kind)
	);
	const players = kinds.map((kind, number): Player => ({
		number,
		kind,
		record: { goldItems: 0, goldRight: 0, agreementRounds: 0, agreementSum: 0 },
		rounds: 0
	}));
	const plans = players.map((player) => {
		const later = [...planted, ...Array<null>(crowd.roundsElsewhere - CALIBRATION_ROUNDS).fill(null)];
		return { player, plan: [...Array<null>(CALIBRATION_ROUNDS).fill(null), ...shuffled(random, later)] };
	});
	const turns = shuffled(
		random,
		plans.flatMap(({ player, plan }) => plan.map(() => ({ player, plan })))
	);
	const rounds = turns.map(({ player, plan }) => {
		const next = plan.shift();
		return next ? playPlanted(random, player, next) : playElsewhere(random, player);
	});
	const votes = players.map((player) => ({ player: player.number, on: vote(random, player, planted) }));
	const ranked = planted
		.map(({ quality, tally }) => ({ quality, low: scoreOf(tally).low, mean: scoreOf(tally).mean }))
		.sort((a, b) => b.low - a.low);
	return { ranked, log: { rounds, votes } };
}
