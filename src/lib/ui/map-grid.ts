// The geometry of the campaign map: cells in rows on a plane of one unit a cell, and a window over it that zooms and
// moves. Pure; y grows downwards as in SVG.

export interface Grid {
	count: number;
	columns: number;
	rows: number;
}

/** What is in sight: left upper corner and size in cells. */
export interface View {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** No closer than this many cells in a row: they would be larger than a thumb needs. */
const FEWEST_COLUMNS = 6;

/** A grid about twice as wide as high, which fits phones (turned by scrolling the page) and desks. */
export function gridOf(count: number): Grid {
	const columns = Math.max(1, Math.ceil(Math.sqrt(2 * count)));
	return { count, columns, rows: Math.ceil(count / columns) };
}

export const cellAt = ({ columns }: Grid, index: number): { column: number; row: number } => ({
	column: index % columns,
	row: Math.floor(index / columns)
});

/** The index of the cell at a point of the plane; null beside the cells. */
export function indexAt({ columns, count }: Grid, x: number, y: number): number | null {
	const [column, row] = [Math.floor(x), Math.floor(y)];
	const index = row * columns + column;
	return column < 0 || column >= columns || row < 0 || index >= count ? null : index;
}

export const wholeView = ({ columns, rows }: Grid): View => ({ x: 0, y: 0, width: columns, height: rows });

function clamp(value: number, low: number, high: number): number {
	return Math.max(low, Math.min(high, value));
}

/** The view kept inside the plane. */
function inside({ columns, rows }: Grid, view: View): View {
	return {
		...view,
		x: clamp(view.x, 0, columns - view.width),
		y: clamp(view.y, 0, rows - view.height)
	};
}

/** `view` made `factor` times as close, the point (x, y) staying where it is on the screen. */
export function zoomed(grid: Grid, view: View, factor: number, x: number, y: number): View {
	const width = clamp(view.width / factor, Math.min(FEWEST_COLUMNS, grid.columns), grid.columns);
	const scale = width / view.width;
	return inside(grid, {
		x: x - (x - view.x) * scale,
		y: y - (y - view.y) * scale,
		width,
		height: view.height * scale
	});
}

/** `view` moved by so many cells. */
export const moved = (grid: Grid, view: View, dx: number, dy: number): View =>
	inside(grid, { ...view, x: view.x + dx, y: view.y + dy });

/** `view` moved as little as shows the cell `index` whole. */
export function showing(grid: Grid, view: View, index: number): View {
	const { column, row } = cellAt(grid, index);
	const x = clamp(view.x, column + 1 - view.width, column);
	const y = clamp(view.y, row + 1 - view.height, row);
	return inside(grid, { ...view, x, y });
}

/** Where an arrow key leads from `index`; undefined for other keys. Stays inside the grid. */
export function stepped({ columns, count }: Grid, index: number, key: string): number | undefined {
	const to = {
		ArrowRight: index + 1,
		ArrowLeft: index - 1,
		ArrowDown: index + columns,
		ArrowUp: index - columns,
		Home: 0,
		End: count - 1
	}[key];
	if (to === undefined) return undefined;
	return to < 0 || to >= count ? index : to;
}
