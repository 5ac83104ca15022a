// Single rows of a table that is not here yet, by Range: rows that lie near each other come with one request.
import { EngineError } from '../../errors.ts';
import { BadRange, readBody, request, Retryable } from './request.ts';

/** Rows between two wanted ones that are cheaper to fetch along than to ask for twice. */
const MAX_GAP_ROWS = 8;
const ATTEMPTS = 3;
/** Requests under way at once, as browsers have over HTTP/1.1. */
const PARALLEL = 6;

/** The server ignores Range: the table must be had whole. */
export class NoRange extends Error {}

interface Run {
	first: number;
	/** Exclusive. */
	end: number;
}

/** Puts rows together to runs: [3, 4, 9, 500] -> 3..10, 500..501. */
export function runsOf(rows: readonly number[]): Run[] {
	const runs: Run[] = [];
	for (const row of rows.toSorted((a, b) => a - b)) {
		const last = runs.at(-1);
		if (last && row - last.end <= MAX_GAP_ROWS) last.end = Math.max(last.end, row + 1);
		else runs.push({ first: row, end: row + 1 });
	}
	return runs;
}

async function fetchRun(url: string, { first, end }: Run, rowBytes: number): Promise<Uint8Array> {
	const [from, to] = [first * rowBytes, end * rowBytes];
	const stall = new AbortController();
	const { response } = await request(url, from, to, { signal: stall.signal });
	if (response.status !== 206) {
		stall.abort();
		throw new NoRange();
	}
	const bytes = new Uint8Array(to - from);
	let at = 0;
	await readBody(response, stall, (chunk) => {
		if (at + chunk.length > bytes.length) throw new NoRange(); // not what was asked for
		bytes.set(chunk, at);
		at += chunk.length;
	});
	if (at < bytes.length) throw new Retryable('the rows ended too early');
	return bytes;
}

async function persist(url: string, run: Run, rowBytes: number, retryMs: number): Promise<Uint8Array> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await fetchRun(url, run, rowBytes);
		} catch (error) {
			if (error instanceof BadRange) throw new NoRange();
			if (!(error instanceof Retryable)) throw error;
			if (attempt === ATTEMPTS) {
				throw new EngineError(
					'network',
					'A part of the model could not be downloaded. Check your connection.',
					{
						cause: error
					}
				);
			}
			await new Promise((resolve) => setTimeout(resolve, retryMs * attempt));
		}
	}
}

/** Bytes of the wanted rows, in order. Rejects with NoRange or an EngineError. */
export async function fetchRows(
	url: string,
	wanted: readonly number[],
	rowBytes: number,
	retryMs = 500
): Promise<Uint8Array[]> {
	const runs = runsOf(wanted);
	const found = new Map<number, Uint8Array>();
	let next = 0;
	const work = async () => {
		for (let run = runs[next++]; run; run = runs[next++]) {
			const bytes = await persist(url, run, rowBytes, retryMs);
			for (let row = run.first; row < run.end; row++) {
				const at = (row - run.first) * rowBytes;
				found.set(row, bytes.slice(at, at + rowBytes));
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(PARALLEL, runs.length) }, work));
	return wanted.map((row) => found.get(row)!);
}
