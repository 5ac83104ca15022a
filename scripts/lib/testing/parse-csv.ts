// Reads CSV as RFC 4180 says, so that tests see what other programs see.

/** Rows by the names in the first line. */
export function parseCsv(text: string): Record<string, string>[] {
	const rows: string[][] = [[]];
	for (const [, cell, ending] of text.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/g)) {
		const isQuoted = cell!.startsWith('"');
		rows.at(-1)!.push(isQuoted ? cell!.slice(1, -1).replaceAll('""', '"') : cell!);
		if (ending === '\r\n') rows.push([]);
	}
	const [names, ...lines] = rows.slice(0, -1);
	return lines.map((cells) => Object.fromEntries(names!.map((name, i) => [name, cells[i]!])));
}
