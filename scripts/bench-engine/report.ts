// The bench's figures: a table on the terminal and, with --json FILE, one JSON object a line.
import { writeFileSync } from 'node:fs';

export interface Figure {
	name: string;
	value: number;
	unit: string;
	/** What it is held against, measured in the same run; null when only a goal exists. */
	peer: number | null;
	/** In the sense that bigger is better. */
	ratio: number | null;
	/** What the ratio should reach; what the value may be at most where there is no peer. */
	goal: number | null;
}

const isMet = ({ value, ratio, goal }: Figure): boolean =>
	goal === null || (ratio === null ? value <= goal : ratio >= goal);

const round = (value: number) => Number(value.toPrecision(4));
const rounded = (value: number | null) => (value === null ? null : round(value));

export class Report {
	readonly #figures: Figure[] = [];

	/** A figure with a goal of its own: smaller is better. */
	atMost(name: string, value: number, unit: string, goal: number | null = null): void {
		this.#add({ name, value, unit, peer: null, ratio: null, goal });
	}

	/** A figure against a peer: `value` is better when smaller. */
	against(name: string, value: number, unit: string, peer: number, goal: number | null = null): void {
		this.#add({ name, value, unit, peer, ratio: peer / value, goal });
	}

	#add(figure: Figure): void {
		const { name, value, unit, peer, ratio, goal } = figure;
		this.#figures.push({
			...figure,
			value: round(value),
			peer: rounded(peer),
			ratio: rounded(ratio)
		});
		const verdict = isMet(figure) ? 'met' : 'MISSED';
		console.log(
			[
				name.padEnd(58),
				`${round(value)} ${unit}`.padStart(14),
				peer === null ? ''.padStart(14) : `${round(peer)} ${unit}`.padStart(14),
				ratio === null ? ''.padStart(8) : `x${ratio.toFixed(2)}`.padStart(8),
				goal === null ? '' : `  goal ${ratio === null ? '<=' : '>= x'}${goal} ${verdict}`
			].join(' ')
		);
	}

	/** What was missed, in one line; then the file. */
	write(file: string | undefined): void {
		const withGoal = this.#figures.filter(({ goal }) => goal !== null);
		const missed = withGoal.filter((figure) => !isMet(figure)).map(({ name }) => name);
		console.log(`\n${withGoal.length - missed.length} of ${withGoal.length} goals met`);
		if (missed.length > 0) console.log(`missed: ${missed.join('; ')}`);
		if (file) writeFileSync(file, this.#figures.map((figure) => `${JSON.stringify(figure)}\n`).join(''));
	}
}

/** Value at `share` (0 to 1) of the sorted list. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
