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

/** Up to `count` of the whole numbers below `end` in random order, every set as likely (Floyd's algorithm: Bentley and
 *  Floyd 1987), in memory of the size of the sample. */
export function sampleBelow(end: number, count: number, random: () => number): number[] {
	const chosen = new Set<number>();
	for (let last = Math.max(0, end - count); last < end; last++) {
		const drawn = Math.floor(random() * (last + 1));
		chosen.add(chosen.has(drawn) ? last : drawn);
	}
	return sample([...chosen], count, random);
}
