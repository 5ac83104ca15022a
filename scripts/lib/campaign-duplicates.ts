// Near-duplicates in a corpus: passages that share most of their wording. A neuron's clues show only one of each group.
import { countOf, tokensOf, type PassageFacts } from './campaign-passages.ts';

/** Length of the compared pieces, in tokens: long enough that only copied wording shares many. */
const SHINGLE_TOKENS = 5;
/** Share of the shorter passage's pieces that two near-duplicates have in common. */
const NEAR_DUPLICATE_SHARE = 0.5;
/** A piece in more passages than this is a phrase, not a copy; it also bounds the work. */
const MAX_HOLDERS = 50;
/** Pieces in memory at once, some 100 MB; of a larger corpus only every n-th piece (by its hash) is compared. */
const MAX_PIECES = 1_000_000;

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

/** Which passages hold a piece. Most pieces have one holder, which costs no list. */
class Holders {
	readonly #first = new Map<number, number>();
	readonly #others = new Map<number, number[]>();

	of(shingle: number): number[] {
		const first = this.#first.get(shingle);
		return first === undefined ? [] : [first, ...(this.#others.get(shingle) ?? [])];
	}

	add(shingle: number, passage: number): void {
		if (!this.#first.has(shingle)) {
			this.#first.set(shingle, passage);
			return;
		}
		const others = this.#others.get(shingle) ?? [];
		if (others.length < MAX_HOLDERS) this.#others.set(shingle, [...others, passage]);
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
	const holders = new Holders();
	const sizes = new Int32Array(count);
	for (let passage = 0; passage < count; passage++) {
		const shingles = shinglesOf(facts.idsOf(passage), forms, every);
		sizes[passage] = shingles.size;
		for (const other of similarTo(shingles, holders, sizes)) {
			const [a, b] = [rootOf(parents, passage), rootOf(parents, other)];
			parents[Math.max(a, b)] = Math.min(a, b);
		}
		for (const shingle of shingles) holders.add(shingle, passage);
	}
	return parents.map((_, passage) => rootOf(parents, passage));
}

/** Earlier passages that share enough pieces with this one. */
function similarTo(shingles: Set<number>, holders: Holders, sizes: Int32Array): number[] {
	const shared = new Map<number, number>();
	for (const shingle of shingles) {
		for (const other of holders.of(shingle)) shared.set(other, (shared.get(other) ?? 0) + 1);
	}
	return [...shared]
		.filter(([other, pieces]) => pieces >= NEAR_DUPLICATE_SHARE * Math.min(shingles.size, sizes[other]!))
		.map(([other]) => other);
}
