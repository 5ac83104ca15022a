// The k best of many, in order, with ties broken by the lower index: the one meaning of "top" everywhere.

/** Indices of the `k` highest values, best first; equal values keep the order of their indices. O(n log k). */
export function topK(values: ArrayLike<number>, k: number): number[] {
	const heap: number[] = []; // indices; the worst of the best at the root
	const isWorse = (a: number, b: number) => values[a]! < values[b]! || (values[a]! === values[b]! && a > b);
	const filled = Math.min(k, values.length);
	for (let i = 0; i < filled; i++) {
		heap.push(i);
		siftUp(heap, isWorse);
	}
	if (filled <= 0) return [];
	let worst = values[heap[0]!]!;
	// An equal value comes later, so it is worse: one comparison of numbers decides, which matters over a vocabulary.
	for (let i = filled; i < values.length; i++) {
		if (!(values[i]! > worst)) continue;
		heap[0] = i;
		siftDown(heap, isWorse);
		worst = values[heap[0]]!;
	}
	return heap.sort((a, b) => (isWorse(a, b) ? 1 : -1));
}

function siftUp(heap: number[], isWorse: (a: number, b: number) => boolean): void {
	let child = heap.length - 1;
	while (child > 0) {
		const parent = (child - 1) >> 1;
		if (!isWorse(heap[child]!, heap[parent]!)) return;
		[heap[child], heap[parent]] = [heap[parent]!, heap[child]!];
		child = parent;
	}
}

function siftDown(heap: number[], isWorse: (a: number, b: number) => boolean): void {
	let parent = 0;
	for (;;) {
		let worst = parent;
		for (const child of [2 * parent + 1, 2 * parent + 2]) {
			if (child < heap.length && isWorse(heap[child]!, heap[worst]!)) worst = child;
		}
		if (worst === parent) return;
		[heap[worst], heap[parent]] = [heap[parent]!, heap[worst]!];
		parent = worst;
	}
}
