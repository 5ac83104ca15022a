// Glicko-2 (https://www.glicko.net/glicko/glicko2.pdf), as the store rates players against neurons
// (supabase/migrations/*_glicko.sql; both are held to the paper's example).

export interface Rating {
	rating: number;
	deviation: number;
	volatility: number;
}

export interface Game {
	opponent: Rating;
	/** From 0 (lost) to 1 (won). */
	score: number;
}

const SCALE = 173.7178;
/** How fast volatility may change; the paper suggests 0.3 to 1.2. */
const TAU = 0.5;
const EPSILON = 1e-6;
/** A rating is never surer than this, nor vaguer than a new one. */
const MIN_DEVIATION = 45;
const MAX_DEVIATION = 350;

const g = (phi: number): number => 1 / Math.sqrt(1 + (3 * phi * phi) / (Math.PI * Math.PI));

/** Step 5 of the paper, by the Illinois variant of regula falsi. */
function newVolatility(phi: number, sigma: number, delta: number, v: number): number {
	const a = Math.log(sigma * sigma);
	const f = (x: number): number => {
		const sum = phi * phi + v + Math.exp(x);
		return (
			(Math.exp(x) * (delta * delta - phi * phi - v - Math.exp(x))) / (2 * sum * sum) - (x - a) / (TAU * TAU)
		);
	};
	let low = a;
	let high = a - TAU;
	if (delta * delta > phi * phi + v) high = Math.log(delta * delta - phi * phi - v);
	else while (f(high) < 0) high -= TAU;
	let [fLow, fHigh] = [f(low), f(high)];
	for (let step = 0; step < 100 && Math.abs(high - low) > EPSILON; step++) {
		const middle = low + ((low - high) * fLow) / (fHigh - fLow);
		const fMiddle = f(middle);
		if (fMiddle * fHigh <= 0) [low, fLow] = [high, fHigh];
		else fLow /= 2;
		[high, fHigh] = [middle, fMiddle];
	}
	return Math.exp(low / 2);
}

/** The rating after one period with these games (at least one). */
export function glicko2(before: Rating, games: readonly Game[]): Rating {
	const mu = (before.rating - 1500) / SCALE;
	const phi = before.deviation / SCALE;
	let information = 0;
	let surprise = 0;
	for (const { opponent, score } of games) {
		const weight = g(opponent.deviation / SCALE);
		const expected = 1 / (1 + Math.exp(-weight * (mu - (opponent.rating - 1500) / SCALE)));
		information += weight * weight * expected * (1 - expected);
		surprise += weight * (score - expected);
	}
	const v = 1 / information;
	const volatility = newVolatility(phi, before.volatility, v * surprise, v);
	const newPhi = 1 / Math.sqrt(1 / (phi * phi + volatility * volatility) + information);
	return {
		rating: SCALE * (mu + newPhi * newPhi * surprise) + 1500,
		deviation: Math.max(MIN_DEVIATION, Math.min(MAX_DEVIATION, SCALE * newPhi)),
		volatility
	};
}
