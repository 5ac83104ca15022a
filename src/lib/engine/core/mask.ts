// Which positions a new position may look at, added to the attention scores.
import { PAGE_POSITIONS } from '../../interp/paging.ts';

/** Large enough that exp() of a masked score is exactly 0 in float32. */
const MASKED = -1e9;

/**
 * Mask [T, N S + T] for `count` (T) new positions behind `known` ones in `pages` (N) pages: all known positions are
 * open, the rest of the last page is not, and of the new ones those up to and including oneself.
 */
export function attentionMask(known: number, pages: number, count: number): Float32Array {
	const past = pages * PAGE_POSITIONS;
	const width = past + count;
	const mask = new Float32Array(count * width);
	for (let t = 0; t < count; t++) {
		mask.fill(MASKED, t * width + known, t * width + past);
		mask.fill(MASKED, t * width + past + t + 1, (t + 1) * width);
	}
	return mask;
}
