// SQL literals. The drivers take one text for a whole transaction (one message to the database), so values are
// quoted here and nowhere else.

/** A string as an SQL literal, or NULL. Safe because both drivers run with standard_conforming_strings and UTF-8,
 *  where the quote is the only special character. Throws on NUL, which PostgreSQL's text cannot hold. */
export function literal(value: string | null): string {
	if (value === null) return 'null';
	if (value.includes('\0')) throw new RangeError('a text with a NUL character cannot be stored');
	return `'${value.replaceAll("'", "''")}'`;
}

/** A name as a quoted SQL identifier. */
export function identifier(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}
