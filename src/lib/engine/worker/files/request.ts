// One HTTP request for (the rest of) a file: which answers mean what, and when a silent connection is given up.
import { EngineError } from '../../errors.ts';

/** A connection that brings nothing for this long is given up and taken up again. */
export const STALL_MS = 20_000;

/** A failure that another attempt may mend. */
export class Retryable extends Error {}

/** The server has not these bytes: what is kept here does not fit its file. */
export class BadRange extends Error {}

const RETRYABLE_STATUS = new Set([408, 425, 429]);

function checkStatus({ ok, status }: Response): void {
	if (ok) return;
	if (status === 404 || status === 410) {
		throw new EngineError('not-found', 'The server does not have this model.');
	}
	if (status === 416) throw new BadRange();
	if (status >= 500 || RETRYABLE_STATUS.has(status)) throw new Retryable(`the server answered ${status}`);
	throw new EngineError('network', `The server answered ${status}. Try again later.`);
}

/** First byte of a 206 answer, by its Content-Range; undefined when it does not say. */
function rangeStart(response: Response): number | undefined {
	const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
	return start === undefined ? undefined : Number(start);
}

/**
 * Fetches bytes `from` to `to` (exclusive; to the end without it). Returns where the answer begins: `from`, or 0 from
 * a server that ignores Range. Rejects with Retryable, BadRange or an EngineError.
 */
export async function request(
	url: string,
	from: number,
	to: number | undefined,
	options: { signal?: AbortSignal; cache?: RequestCache }
): Promise<{ response: Response; start: number }> {
	const isWhole = from === 0 && to === undefined;
	const headers: Record<string, string> = isWhole
		? {}
		: { range: `bytes=${from}-${to === undefined ? '' : to - 1}` };
	let response: Response;
	try {
		response = await fetch(url, { headers, ...options });
	} catch (cause) {
		throw new Retryable('no connection', { cause });
	}
	checkStatus(response);
	if (response.status !== 206) return { response, start: 0 };
	const start = rangeStart(response);
	if (start !== undefined && start !== from) {
		await response.body?.cancel();
		throw new BadRange();
	}
	return { response, start: from };
}

/** Bytes read at once: few calls for a large file, and a small one costs little. */
const PIECE_BYTES = 2 ** 18;

type Piece = Uint8Array<ArrayBuffer>;
interface PieceReader {
	/** The next bytes, good until the next call; undefined at the end. */
	next(): Promise<Piece | undefined>;
	cancel(): Promise<void>;
}

/** Reads into one buffer again and again where the browser can: else every piece waits for the collector, and those of
 *  one model are 100 MB. */
function pieceReader(body: ReadableStream<Piece>): PieceReader {
	try {
		const reader = body.getReader({ mode: 'byob' });
		let buffer = new ArrayBuffer(PIECE_BYTES);
		return {
			async next() {
				const { done, value } = await reader.read(new Uint8Array(buffer));
				if (value) buffer = value.buffer;
				return done ? undefined : value;
			},
			cancel: () => reader.cancel()
		};
	} catch {
		const reader = body.getReader();
		return { next: async () => (await reader.read()).value, cancel: () => reader.cancel() };
	}
}

/** Calls back with each piece of the body, which must be copied at once. Rejects with Retryable when the connection is
 *  cut or silent. */
export async function readBody(
	response: Response,
	stall: AbortController,
	onChunk: (chunk: Uint8Array<ArrayBuffer>) => void,
	stallMs = STALL_MS
): Promise<void> {
	const reader = pieceReader(response.body as ReadableStream<Piece>);
	let timer = setTimeout(() => stall.abort(), stallMs);
	try {
		for (;;) {
			const piece = await reader.next().catch((cause: unknown) => {
				throw new Retryable('the connection was cut', { cause });
			});
			if (!piece) return;
			clearTimeout(timer);
			timer = setTimeout(() => stall.abort(), stallMs);
			onChunk(piece);
		}
	} finally {
		clearTimeout(timer);
		reader.cancel().catch(() => {}); // after an error of ours the rest is of no use
	}
}
