// Drawing without putting back.

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
