// What glicko2.ts and the store's SQL must both give.
import type { Game, Rating } from './glicko2.ts';

const rated = (rating: number, deviation: number): Rating => ({ rating, deviation, volatility: 0.06 });

export const glickoTable: {
	what: string;
	before: Rating;
	games: Game[];
	after: Rating;
	tolerance: number;
}[] = [
	{
		// https://www.glicko.net/glicko/glicko2.pdf, which rounds on the way: 1464.06, 151.52, 0.05999.
		what: "the paper's example",
		before: rated(1500, 200),
		games: [
			{ opponent: rated(1400, 30), score: 1 },
			{ opponent: rated(1550, 100), score: 0 },
			{ opponent: rated(1700, 300), score: 0 }
		],
		after: { rating: 1464.06, deviation: 151.52, volatility: 0.05999 },
		tolerance: 0.02
	},
	{
		// Equal ratings and a draw: nothing surprises, the deviation shrinks all the same:
		// information = g(350)^2 / 4, phi' = 1 / sqrt(1 / (phi^2 + sigma^2) + information).
		what: 'a draw between two newcomers',
		before: rated(1500, 350),
		games: [{ opponent: rated(1500, 350), score: 0.5 }],
		after: { rating: 1500, deviation: 290.32, volatility: 0.06 },
		tolerance: 0.02
	}
];
