import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellAt, gridOf, indexAt, moved, showing, stepped, wholeView, zoomed } from './map-grid.ts';

const grid = gridOf(3072);

it('holds every cell once', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(), (count, number) => {
			const any = gridOf(count);
			const index = number % count;
			const { column, row } = cellAt(any, index);
			expect(indexAt(any, column + 0.5, row + 0.5)).toBe(index);
			expect(any.rows * any.columns).toBeGreaterThanOrEqual(count);
			expect((any.rows - 1) * any.columns).toBeLessThan(count);
		})
	);
	expect(grid).toEqual({ count: 3072, columns: 79, rows: 39 });
	expect(indexAt(grid, -0.1, 0)).toBeNull();
	expect(indexAt(grid, 79, 0)).toBeNull();
	expect(indexAt(grid, 78.9, 38.5)).toBeNull(); // the last row is not full
});

describe('the view', () => {
	it('keeps the point under the finger while zooming', () => {
		const near = zoomed(grid, wholeView(grid), 4, 20, 10);
		expect(near.width).toBeCloseTo(79 / 4);
		expect((20 - near.x) / near.width).toBeCloseTo(20 / 79);
		expect((10 - near.y) / near.height).toBeCloseTo(10 / 39);
	});

	it('never leaves the plane, whatever is done', () => {
		const action = fc.record({
			factor: fc.double({ min: 0.1, max: 10, noNaN: true }),
			x: fc.double({ min: -50, max: 150, noNaN: true }),
			y: fc.double({ min: -50, max: 150, noNaN: true })
		});
		fc.assert(
			fc.property(fc.array(action, { maxLength: 20 }), (actions) => {
				let view = wholeView(grid);
				for (const { factor, x, y } of actions) {
					view = moved(grid, zoomed(grid, view, factor, x, y), x, y);
					expect(view.x).toBeGreaterThanOrEqual(-1e-9);
					expect(view.y).toBeGreaterThanOrEqual(-1e-9);
					expect(view.x + view.width).toBeLessThanOrEqual(79 + 1e-9);
					expect(view.y + view.height).toBeLessThanOrEqual(39 + 1e-9);
					expect(view.width / view.height).toBeCloseTo(79 / 39);
				}
			})
		);
	});

	it('follows a cell', () => {
		const near = zoomed(grid, wholeView(grid), 8, 0, 0);
		const { column, row } = cellAt(grid, 3000);
		const followed = showing(grid, near, 3000);
		expect(followed.x).toBeLessThanOrEqual(column);
		expect(followed.x + followed.width).toBeGreaterThanOrEqual(column + 1);
		expect(followed.y + followed.height).toBeGreaterThanOrEqual(row + 1);
		expect(showing(grid, followed, 3000)).toEqual(followed);
	});
});

it.each([
	[0, 'ArrowLeft', 0],
	[0, 'ArrowRight', 1],
	[78, 'ArrowRight', 79],
	[100, 'ArrowUp', 21],
	[10, 'ArrowUp', 10],
	[3071, 'ArrowDown', 3071],
	[5, 'End', 3071],
	[5, 'Home', 0],
	[5, 'a', undefined]
] as const)('from %i, %s leads to %s', (from, key, to) => expect(stepped(grid, from, key)).toBe(to));
