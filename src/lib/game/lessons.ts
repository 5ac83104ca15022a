// Which neurons teach: those whose strongest clues all peak at the same word, so that a newcomer can see it.

/** Of the clues looked at, so many must share the word. */
const SHARED = 0.75;
/** Shorter pieces ("di", "ID") are no words that a newcomer would name. */
const WORD = /^\p{L}{3,}$/u;

/** The word (lower case) at which most of these clues peak; null when there is no such word. */
export function sharedWord(peakTokens: readonly string[]): string | null {
	const words = peakTokens.map((token) => token.trim().toLowerCase());
	const counts = new Map<string, number>();
	for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
	const [best] = [...counts].sort((a, b) => b[1] - a[1]);
	if (!best || best[1] < SHARED * words.length || !WORD.test(best[0])) return null;
	return best[0];
}

/** The items in random order; `random` gives numbers from 0 inclusive to 1 exclusive. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
	const result = [...items];
	for (let i = result.length - 1; i > 0; i--) {
		const j = Math.floor(random() * (i + 1));
		[result[i], result[j]] = [result[j]!, result[i]!];
	}
	return result;
}
