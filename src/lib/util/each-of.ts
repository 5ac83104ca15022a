/** Calls `task` with each item, at most `atOnce` at a time. Rejects with the first failure: no further item is begun
 *  then, and those under way have ended. */
export async function eachOf<T>(
	items: readonly T[],
	atOnce: number,
	task: (item: T) => Promise<void>
): Promise<void> {
	const waiting = items.values();
	let failure: { cause: unknown } | undefined;
	const work = async () => {
		for (const item of waiting) {
			if (failure) return;
			await task(item).catch((cause: unknown) => (failure ??= { cause }));
		}
	};
	await Promise.all(Array.from({ length: atOnce }, work));
	if (failure) throw failure.cause;
}
