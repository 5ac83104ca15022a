// Small things that stay on this device. A browser that keeps nothing (a private window, say) is no error.

/** The value kept under `key`; undefined when there is none, or none that `isFit` accepts. */
export function readKept<T>(key: string, isFit: (value: unknown) => value is T): T | undefined {
	try {
		const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
		return isFit(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** Keeps a value that JSON can hold. */
export function keep(key: string, value: unknown): void {
	try {
		localStorage.setItem(key, JSON.stringify(value));
	} catch {
		// nothing is kept here: the game goes on without
	}
}
