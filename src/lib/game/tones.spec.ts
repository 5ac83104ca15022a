import { describe, expect, it } from 'vitest';
import { lengthMs, notesOf, TONES } from './tones.ts';

describe.each(TONES)('the sound of %s', (tone) => {
	const notes = notesOf(tone);

	it('is short, so that nobody waits for it', () => {
		expect(lengthMs(notes)).toBeLessThanOrEqual(600);
		expect(notes[0]!.startMs).toBe(0);
	});

	it('plays one note after the other within what small speakers can give', () => {
		notes.forEach(({ frequencyHz, startMs }, i) => {
			expect(frequencyHz).toBeGreaterThan(150);
			expect(frequencyHz).toBeLessThan(2000);
			if (i > 0) expect(startMs).toBe(notes[i - 1]!.startMs + notes[i - 1]!.durationMs);
		});
	});
});

it('goes up for what went well and down for what did not', () => {
	const rises = TONES.map((tone) => {
		const notes = notesOf(tone);
		return Math.sign(notes.at(-1)!.frequencyHz - notes[0]!.frequencyHz);
	});
	expect(rises).toEqual([1, -1, 1]);
});
