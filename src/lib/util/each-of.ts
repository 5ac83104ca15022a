/** Calls `task` with each item, at most `atOnce` at a time. Rejects with the first failure. */
export async function eachOf<T>(
	items: readonly T[],
	atOnce: number,
	task: (item: T) => Promise<void>
): Promise<void> {
	const waiting = items.values();
	const work = async () => {
		for (const item of waiting) await task(item);
	};
	await Promise.all(Array.from({ length: atOnce }, work));
}
