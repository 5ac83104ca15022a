// The order in which a corpus goes through the model: by length, so that batches need no padding and every value is
// the model's own; in segments, which are what a resumed build does not compute again.
import { countOf, type PassageFacts } from './campaign-passages.ts';

/** Tokens of one batch: enough for onnxruntime's kernels to be at full speed, few enough for small buffers. */
const BATCH_TOKENS = 2048;
/** Tokens of one segment: what a killed build may lose, some seconds of work; 75 MB of memory for gpt2-small. */
export const SEGMENT_TOKENS = 12_288;
/** What a segment keeps of a passage besides its tokens' steps (peak and place) is as large as so many steps. */
const PASSAGE_TOKENS = 3;

export interface Segment {
	number: number;
	/** Passages in the order in which they are run. */
	passages: Int32Array;
	/** Index of each passage's first token in the segment; one more at the end. */
	starts: Int32Array;
}

/** Cuts the corpus into segments of at least one passage and at most about `segmentTokens` tokens. */
export function planSegments(facts: PassageFacts, segmentTokens: number = SEGMENT_TOKENS): Segment[] {
	const { starts } = facts;
	const count = countOf(facts);
	const lengthOf = (passage: number) => starts[passage + 1]! - starts[passage]!;
	const order = Int32Array.from({ length: count }, (_, i) => i).sort(
		(a, b) => lengthOf(a) - lengthOf(b) || a - b
	);
	const segments: Segment[] = [];
	let from = 0;
	for (let tokens = 0, at = 0; at < count; at++) {
		const size = lengthOf(order[at]!) + PASSAGE_TOKENS;
		if (at > from && tokens + size > segmentTokens) {
			segments.push(segmentOf(segments.length, order.slice(from, at), lengthOf));
			[from, tokens] = [at, 0];
		}
		tokens += size;
	}
	if (from < count) segments.push(segmentOf(segments.length, order.slice(from), lengthOf));
	return segments;
}

function segmentOf(number: number, passages: Int32Array, lengthOf: (passage: number) => number): Segment {
	const starts = new Int32Array(passages.length + 1);
	passages.forEach((passage, i) => (starts[i + 1] = starts[i]! + lengthOf(passage)));
	return { number, passages, starts };
}

/** Batches of a segment: ranges [from, to) of its passages, all of one length. */
export function* batchesOf({ passages, starts }: Segment): Generator<{ from: number; to: number }> {
	for (let from = 0; from < passages.length;) {
		const length = starts[from + 1]! - starts[from]!;
		const size = Math.max(1, Math.floor(BATCH_TOKENS / (length + 1)));
		let to = from + 1;
		while (to < passages.length && to - from < size && starts[to + 1]! - starts[to]! === length) to++;
		yield { from, to };
		from = to;
	}
}
