// The rules against crowds: 1,000 seeded runs each. Prints the table. supabase/tests/crowd.spec.ts plays one run on the
// store, which finds the same.
import { expect, it } from 'vitest';
import { simulateCrowd, type Kind } from '../../testing/crowd.ts';
import { seededRandom } from '../util/seeded-random.ts';

const RUNS = 1000;
const none: Record<Kind, number> = {
	careful: 0,
	careless: 0,
	hostile: 0,
	lifter: 0,
	colluder: 0,
	oracle: 0,
	schemer: 0
};
/** 20 % careless, 5 % hostile (one in twenty of fifty is two or three). */
const fifty = { ...none, careful: 37, careless: 10, hostile: 3 };

interface Row {
	crowd: string;
	players: Record<Kind, number>;
	/** At least so many runs with the good one first, at most so many with the bad one above it. */
	goodFirst: number;
	badAbove: number;
}

const ROWS: Row[] = [
	{ crowd: 'fifty, 20 % careless, 5 % hostile', players: fifty, goodFirst: 990, badAbove: 0 },
	{ crowd: 'and ten who lift the bad one', players: { ...fifty, lifter: 10 }, goodFirst: 990, badAbove: 0 },
	{
		crowd: 'fifty careful, ten who lift it and pull the good one down',
		players: { ...none, careful: 50, colluder: 10 },
		goodFirst: 990,
		badAbove: 0
	},
	// 23 of 60 play false or blindly, and each is dealt all three: more than the store's dealing lets happen. Believing
	// less what disagrees (its distance squared or cubed, from the third or the eighth round on) makes it worse: then
	// whoever comes first is believed.
	{
		crowd: 'the fifty with careless and hostile, and those ten',
		players: { ...fifty, colluder: 10 },
		goodFirst: 930,
		badAbove: 0
	},
	{
		crowd: 'fifty, and one script that computes the truth for its friend',
		players: { ...fifty, oracle: 1 },
		goodFirst: 990,
		badAbove: 0
	},
	{ crowd: 'fifty, and ten such scripts', players: { ...fifty, oracle: 10 }, goodFirst: 990, badAbove: 0 },
	// The middling one may then lead; the bad one never does.
	{
		crowd: 'fifty careful, and ten such scripts against the good one',
		players: { ...none, careful: 50, schemer: 10 },
		goodFirst: 930,
		badAbove: 0
	}
];
/** How far one such script may lift the bad one's score, over many runs. */
const MOST_LIFTED = 0.02;

interface Found {
	goodFirst: number;
	badAboveGood: number;
	good: number;
	middling: number;
	bad: number;
}

function simulate(players: Record<Kind, number>, runs = RUNS): Found {
	const random = seededRandom(20261125);
	const found: Found = { goodFirst: 0, badAboveGood: 0, good: 0, middling: 0, bad: 0 };
	for (let run = 0; run < runs; run++) {
		const { ranked } = simulateCrowd(random, { players, roundsElsewhere: 10 });
		const place = (quality: string) => ranked.findIndex((planted) => planted.quality === quality);
		found.goodFirst += Number(place('good') === 0);
		found.badAboveGood += Number(place('bad') < place('good'));
		for (const { quality, mean } of ranked) found[quality] += mean / runs;
	}
	return found;
}

it.each(ROWS)('$crowd', ({ crowd, players, goodFirst, badAbove }) => {
	const found = simulate(players);
	console.warn(
		`${crowd}: good first ${found.goodFirst}/${RUNS}, bad above good ${found.badAboveGood}; mean scores ` +
			`${found.good.toFixed(3)} good, ${found.middling.toFixed(3)} middling, ${found.bad.toFixed(3)} bad`
	);
	expect(found.goodFirst).toBeGreaterThanOrEqual(goodFirst);
	expect(found.badAboveGood).toBeLessThanOrEqual(badAbove);
});

it('one script lifts its friend’s bad explanation by next to nothing', () => {
	const [alone, helped] = [fifty, { ...fifty, oracle: 1 }].map((players) => simulate(players, 300).bad) as [
		number,
		number
	];
	expect(helped).toBeGreaterThan(alone);
	expect(helped - alone).toBeLessThan(MOST_LIFTED);
});
