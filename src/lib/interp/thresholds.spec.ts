import { describe, expect, it } from 'vitest';
import { BANDS, bandOf, classifyPeak } from './bands.ts';
import { FIRES_SHARE, fires, isQuiet, QUIET_SHARE } from './thresholds.ts';

describe('fires and quiet', () => {
	it.each([
		[2, 8, true, false],
		[1.9999, 8, false, false],
		[8, 8, true, false],
		[9, 8, true, false],
		[0.4, 8, false, false],
		[0.3999, 8, false, true],
		[0, 8, false, true],
		[-0.17, 8, false, true],
		[0, 0, false, false],
		[-0.1, -0.05, false, false],
		[1, NaN, false, false]
	])('activation %d of maximum %d: fires %s, quiet %s', (activation, max, doesFire, quiet) => {
		expect(fires(activation, max)).toBe(doesFire);
		expect(isQuiet(activation, max)).toBe(quiet);
		expect(classifyPeak(activation, max)).toBe(doesFire ? 'fires' : quiet ? 'quiet' : 'between');
	});

	it('are a quarter and a twentieth of the maximum', () => {
		expect([FIRES_SHARE, QUIET_SHARE]).toEqual([0.25, 0.05]);
	});
});

describe('bands', () => {
	it.each([
		[8, 8, 0],
		[8.1, 8, 0],
		[6, 8, 0],
		[5.99, 8, 1],
		[4, 8, 1],
		[3.99, 8, 2],
		[2, 8, 2],
		[1.99, 8, undefined],
		[-1, 8, undefined],
		[0, 0, undefined],
		[-1, -2, undefined],
		[1, NaN, undefined]
	])('activation %d of maximum %d lies in band %s', (activation, max, band) => {
		expect(bandOf(activation, max)).toBe(band);
	});

	it('lie one below the other, from the maximum down to where a neuron fires', () => {
		expect(BANDS[0]!.to).toBe(1);
		expect(BANDS.at(-1)!.from).toBe(FIRES_SHARE);
		BANDS.slice(1).forEach((band, i) => expect(band.to).toBe(BANDS[i]!.from));
	});
});
