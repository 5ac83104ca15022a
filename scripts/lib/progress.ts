// How long steps tell people where they are: one redrawn line with bar, rate and time left on a terminal, a plain
// line every few seconds elsewhere (logs, CI). Writes to stderr, so that a command's own output stays clean.
import { formatAmount, formatDuration } from './progress-format.ts';

const BAR_WIDTH = 24;
const REDRAW_EVERY_MS = 100;
const PLAIN_LINE_EVERY_MS = 5_000;

export interface ProgressOptions {
	/** What is being done, for people: "Reading weights". */
	label: string;
	/** How much there is to do; 0 when not known. */
	total: number;
	/** What `total` counts: 'passages', 'steps' ...; 'bytes' is shown as kB and MB. */
	unit: string;
}

/** Where a reporter writes; process.stderr unless a test says otherwise. */
export interface ProgressStream {
	isTTY?: boolean;
	columns?: number;
	write(text: string): unknown;
}

export interface Progress {
	/** Sets how much is done so far (not how much was added). */
	update(done: number): void;
	/** Says that the step is complete, with the time it took. Call it once. */
	finish(): void;
	/** Ends the line of a step that failed, so that the error starts on a fresh one. */
	stop(): void;
}

export type CreateProgress = (options: ProgressOptions) => Progress;

/** Starts reporting one step. `now` is a clock in ms. */
export function createProgress(
	{ label, total, unit }: ProgressOptions,
	stream: ProgressStream = process.stderr,
	now: () => number = () => performance.now()
): Progress {
	const startMs = now();
	const isTerminal = stream.isTTY === true;
	let firstDone: number | undefined; // a resumed step starts above 0; its rate counts only what is new
	let lastWriteMs = isTerminal ? -Infinity : startMs;
	let ended = false;

	const describe = (done: number): string => {
		const seconds = (now() - startMs) / 1000;
		const perSecond = seconds > 0.5 ? (done - (firstDone ?? 0)) / seconds : 0;
		const share = total > 0 ? Math.min(1, done / total) : undefined;
		const amount = formatAmount(done, unit) + (total > 0 ? ` of ${formatAmount(total, unit)}` : '');
		const rate = perSecond > 0 ? `, ${formatAmount(perSecond, unit)}/s` : '';
		const left = total > done && perSecond > 0 ? `, ${formatDuration((total - done) / perSecond)} left` : '';
		const percent = share === undefined ? '' : ` ${String(Math.floor(share * 100)).padStart(3)} %`;
		const filled = Math.round((share ?? 0) * BAR_WIDTH);
		const bar =
			isTerminal && share !== undefined ? ` ${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}` : '';
		return `${label}${bar}${percent}  ${amount}${rate}${left}`;
	};
	const end = (line: string | undefined): void => {
		if (ended) return;
		ended = true;
		if (isTerminal) stream.write(line === undefined ? '\n' : `\r\x1b[2K${line}\n`);
		else if (line !== undefined) stream.write(`${line}\n`);
	};

	if (!isTerminal) stream.write(`${label} ...\n`);
	return {
		update(done) {
			firstDone ??= done;
			if (ended || now() - lastWriteMs < (isTerminal ? REDRAW_EVERY_MS : PLAIN_LINE_EVERY_MS)) return;
			lastWriteMs = now();
			const line = describe(done);
			stream.write(isTerminal ? `\r\x1b[2K${line.slice(0, (stream.columns ?? 80) - 1)}` : `${line}\n`);
		},
		finish() {
			end(`${label}: done in ${formatDuration((now() - startMs) / 1000)}`);
		},
		stop() {
			end(undefined);
		}
	};
}

/** A reporter that says nothing, for tests and for callers that report by themselves. */
export const silentProgress: CreateProgress = () => ({ update() {}, finish() {}, stop() {} });
