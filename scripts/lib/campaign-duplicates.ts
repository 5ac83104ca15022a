// Near-duplicates in a corpus: passages that share most of their wording. A neuron's clues show only one of each group.
import { countOf, tokensOf, type PassageFacts } from './campaign-passages.ts';

/** Length of the compared pieces, in tokens: long enough that only copied wording shares many. */
const SHINGLE_TOKENS = 5;
/** Share of the shorter passage's pieces that two near-duplicates have in common. */
const NEAR_DUPLICATE_SHARE = 0.5;
/** A piece in more passages than this is a phrase, not a copy; it also bounds the work. */
const MAX_HOLDERS = 50;
/** Pieces in memory at once, 128 MB; of a larger corpus only every n-th piece (by its hash) is compared. */
const MAX_PIECES = 8_000_000;
/** Where only some pieces are compared, a single common one may be a phrase. */
const MIN_SAMPLED_PIECES = 2;

/** FNV-1a over the forms of SHINGLE_TOKENS tokens; a passage shorter than that is one piece. Keeps the hashes that
 *  are multiples of `every`: the same wording keeps the same pieces wherever it stands. */
function shinglesOf(ids: Int32Array, forms: Int32Array, every: number): Set<number> {
	const shingles = new Set<number>();
	for (let from = 0; from <= Math.max(0, ids.length - SHINGLE_TOKENS); from++) {
		let hash = 0x811c9dc5;
		for (const id of ids.subarray(from, from + SHINGLE_TOKENS)) {
			hash = Math.imul(hash ^ forms[id]!, 0x01000193);
		}
		// The multiplication leaves the low bits weak; the high ones choose.
		if ((hash >>> 8) % every === 0) shingles.add(hash >>> 0);
	}
	return shingles;
}

/** Which passages hold a piece: a hash table of pairs, 16 bytes each at most. */
class Holders {
	/** Slot i holds the pair of #shingles[i] and #passages[i] - 1; passage 0 is a free slot. */
	readonly #shingles: Uint32Array;
	readonly #passages: Int32Array;
	readonly #bits: number;
	readonly #most: number;
	#pairs = 0;

	/** Room for `pieces` pairs; more are not added. */
	constructor(pieces: number) {
		this.#bits = Math.ceil(Math.log2(Math.max(16, 2 * pieces)));
		this.#shingles = new Uint32Array(2 ** this.#bits);
		this.#passages = new Int32Array(2 ** this.#bits);
		this.#most = 0.75 * 2 ** this.#bits;
	}

	/** Fibonacci hashing (Knuth 1973): the low bits of the pieces are weak. */
	#firstSlot = (shingle: number): number => Math.imul(shingle, 0x9e3779b1) >>> (32 - this.#bits);

	#next = (slot: number): number => (slot + 1) & (this.#shingles.length - 1);

	/** Adds one to the count of each passage that holds the piece. */
	countInto(counts: Map<number, number>, shingle: number): void {
		for (let slot = this.#firstSlot(shingle); this.#passages[slot] !== 0; slot = this.#next(slot)) {
			if (this.#shingles[slot] !== shingle) continue;
			const passage = this.#passages[slot]! - 1;
			counts.set(passage, (counts.get(passage) ?? 0) + 1);
		}
	}

	add(shingle: number, passage: number): void {
		if (this.#pairs >= this.#most) return;
		let slot = this.#firstSlot(shingle);
		for (let holders = 0; this.#passages[slot] !== 0; slot = this.#next(slot)) {
			if (this.#shingles[slot] === shingle && ++holders >= MAX_HOLDERS) return;
		}
		this.#shingles[slot] = shingle;
		this.#passages[slot] = passage + 1;
		this.#pairs++;
	}
}

function rootOf(parents: Int32Array, passage: number): number {
	let root = passage;
	while (parents[root] !== root) root = parents[root]!;
	while (parents[passage] !== root) [passage, parents[passage]] = [parents[passage]!, root];
	return root;
}

/** For each passage the lowest passage of its group; a passage without near-duplicates is its own. `maxPieces` is for
 *  tests. */
export function duplicateGroups(
	facts: PassageFacts,
	forms: Int32Array,
	maxPieces: number = MAX_PIECES
): Int32Array {
	const count = countOf(facts);
	const every = Math.ceil(tokensOf(facts) / maxPieces);
	const parents = Int32Array.from({ length: count }, (_, passage) => passage);
	const holders = new Holders(tokensOf(facts) / every + count);
	const sizes = new Int32Array(count);
	for (let passage = 0; passage < count; passage++) {
		const shingles = shinglesOf(facts.idsOf(passage), forms, every);
		sizes[passage] = shingles.size;
		for (const other of similarTo(shingles, holders, sizes, every)) {
			const [a, b] = [rootOf(parents, passage), rootOf(parents, other)];
			parents[Math.max(a, b)] = Math.min(a, b);
		}
		for (const shingle of shingles) holders.add(shingle, passage);
	}
	return parents.map((_, passage) => rootOf(parents, passage));
}

/** Earlier passages that share enough pieces with this one. */
function similarTo(shingles: Set<number>, holders: Holders, sizes: Int32Array, every: number): number[] {
	const shared = new Map<number, number>();
	for (const shingle of shingles) holders.countInto(shared, shingle);
	const least = every === 1 ? 1 : MIN_SAMPLED_PIECES;
	return [...shared]
		.filter(([other, pieces]) => {
			const smaller = Math.min(shingles.size, sizes[other]!);
			return pieces >= least && pieces >= NEAR_DUPLICATE_SHARE * smaller;
		})
		.map(([other]) => other);
}
