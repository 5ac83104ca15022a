// Random numbers that are the same on every machine: campaigns and test weights must not change from run to run.

/** mulberry32, a 32-bit generator by Tommy Ettinger: uniform in [0, 1). */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** Up to `count` of `items` in random order (Fisher and Yates); `items` is left as it was. */
export function sample<T>(items: readonly T[], count: number, random: () => number): T[] {
	const pool = [...items];
	const taken = Math.min(count, pool.length);
	for (let i = 0; i < taken; i++) {
		const j = i + Math.floor(random() * (pool.length - i));
		[pool[i], pool[j]] = [pool[j]!, pool[i]!];
	}
	return pool.slice(0, taken);
}
