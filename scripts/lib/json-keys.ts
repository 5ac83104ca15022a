// Finds keys that a JSON text gives twice: JSON.parse silently keeps the last of them, and two readers may then
// disagree on what a file says.

const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\]]/g;

/** Path of the first key named twice in one object of `text` (which must be valid JSON), or undefined. */
export function repeatedKey(text: string): string[] | undefined {
	const open: { keys: Set<string>; last: string }[] = [];
	for (const [token, colon] of text.matchAll(TOKENS)) {
		if (token === '{' || token === '[') open.push({ keys: new Set(), last: '' });
		else if (token === '}' || token === ']') open.pop();
		else if (colon !== undefined) {
			const object = open.at(-1)!;
			// Parsed, as one key may be written in many ways: "a" and "\u0061".
			object.last = JSON.parse(token.slice(0, -colon.length)) as string;
			if (object.keys.has(object.last)) return open.map(({ last }) => last);
			object.keys.add(object.last);
		}
	}
	return undefined;
}
