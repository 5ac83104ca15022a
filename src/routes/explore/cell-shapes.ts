// The shape of a map cell by its state, so that colour is never the only sign: the better a neuron is explained, the
// fuller its cell. Path data on a plane of one unit a cell.
import type { CellState } from '$lib/game/cell-state.ts';

interface Place {
	column: number;
	row: number;
}

/** A square around the cell's middle. */
function square({ column, row }: Place, side: number): string {
	const margin = (1 - side) / 2;
	return `M${round(column + margin)} ${round(row + margin)}h${side}v${side}h-${side}z`;
}

/** A diamond with a hole; the hole runs the other way round, which leaves it empty. */
function ring({ column, row }: Place): string {
	const [x, y] = [round(column + 0.5), round(row + 0.1)];
	return `M${x} ${y}l.4 .4l-.4 .4l-.4-.4zM${x} ${round(row + 0.32)}l-.18 .18l.18 .18l.18-.18z`;
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** SVG path data of one cell. */
export function cellPath(state: CellState, place: Place): string {
	switch (state) {
		case 'new':
			return square(place, 0.24);
		case 'begun':
			return square(place, 0.5);
		case 'fair':
			return square(place, 0.7);
		case 'solved':
			return square(place, 0.9);
		case 'unclear':
			return ring(place);
		case 'dead':
			return square(place, 0.12);
	}
}
