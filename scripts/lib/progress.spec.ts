import { describe, expect, it } from 'vitest';
import { formatAmount, formatBytes, formatDuration } from './progress-format.ts';
import { createProgress, silentProgress } from './progress.ts';

function recorder(isTTY: boolean, columns = 100) {
	const written: string[] = [];
	const clock = { ms: 0 };
	const stream = { isTTY, columns, write: (text: string) => written.push(text) };
	const start = (total: number, unit = 'bytes') =>
		createProgress({ label: 'Reading', total, unit }, stream, () => clock.ms);
	return { written, clock, start };
}

describe('createProgress', () => {
	it('draws bar, percent, rate and time left on a terminal', () => {
		const { written, clock, start } = recorder(true);
		const progress = start(4_000_000);
		clock.ms = 1000;
		progress.update(0);
		clock.ms = 2000;
		progress.update(1_000_000);
		expect(written.at(-1)).toBe(
			'\r\x1b[2KReading ██████░░░░░░░░░░░░░░░░░░  25 %  1.0 MB of 4.0 MB, 500 kB/s, 6.0 s left'
		);
	});

	it('redraws at most ten times a second and cuts to the terminal', () => {
		const { written, clock, start } = recorder(true, 20);
		const progress = start(1000, 'steps');
		for (let step = 0; step < 100; step++) {
			clock.ms += 10;
			progress.update(step);
		}
		expect(written.length).toBe(10);
		expect(written.every((line) => line.replace('\r\x1b[2K', '').length < 20)).toBe(true);
	});

	it('counts only the new part of a resumed step in its rate', () => {
		const { written, clock, start } = recorder(true);
		const progress = start(3_000_000);
		progress.update(2_000_000);
		clock.ms = 1000;
		progress.update(2_500_000);
		expect(written.at(-1)).toContain('500 kB/s, 1.0 s left');
	});

	it('writes occasional plain lines where there is no terminal', () => {
		const { written, clock, start } = recorder(false);
		const progress = start(100, 'passages');
		for (let done = 0; done < 100; done++) {
			clock.ms += 120;
			progress.update(done);
		}
		progress.finish();
		// 41 passages after 5.04 s, 83 after 10.08 s.
		expect(written).toEqual([
			'Reading ...\n',
			'Reading  41 %  41 passages of 100 passages, 8.1 passages/s, 7.3 s left\n',
			'Reading  83 %  83 passages of 100 passages, 8.2 passages/s, 2.1 s left\n',
			'Reading: done in 12 s\n'
		]);
	});

	it('ends the line of a failed step, and ends only once', () => {
		const { written, start } = recorder(true);
		const progress = start(0, 'steps');
		progress.stop();
		progress.finish();
		expect(written).toEqual(['\n']);
	});

	it('has a silent twin', () => {
		const progress = silentProgress({ label: 'x', total: 1, unit: 'y' });
		expect(() => (progress.update(1), progress.finish(), progress.stop())).not.toThrow();
	});
});

describe('formats', () => {
	it.each([
		[0, '0 B'],
		[999, '999 B'],
		[1000, '1.0 kB'],
		[21_293_504, '21.3 MB'],
		[548_105_171, '548 MB'],
		[1_500_000_000, '1.5 GB']
	])('%d bytes is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
	it.each([
		[0.44, '0.4 s'],
		[9.96, '10 s'],
		[185, '3 min 05 s'],
		[7_800, '2 h 10 min']
	])('%d seconds is %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));
	it('groups thousands', () => expect(formatAmount(3072, 'passages')).toBe('3,072 passages'));
});
