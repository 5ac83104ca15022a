// What the embedded backend needs of a database, whichever driver is below it.

export type Row = Record<string, unknown>;

export interface Database {
	/** Runs the statements of one text as one transaction and resolves to the rows of the last statement. Select
	 *  everything as text: the drivers read other types differently. Rejects with a DatabaseError. */
	run(sql: string): Promise<Row[]>;
	/** The whole database as one file, where the driver can give that (PGlite). */
	dump?(): Promise<Uint8Array>;
	/** Lets running calls end, then closes; later calls reject. May be called again. */
	close(): Promise<void>;
}

/** Stands for SQLSTATE when the database could not be reached at all. */
export const UNREACHABLE = '08006';

/** A refusal or failure of the database. `code` is the five-character SQLSTATE. */
export class DatabaseError extends Error {
	override readonly name = 'DatabaseError';
	readonly code: string;
	readonly details: string | null;
	readonly hint: string | null;

	constructor(message: string, fields: { code: string; details?: string; hint?: string; cause?: unknown }) {
		super(message, { cause: fields.cause });
		this.code = fields.code;
		this.details = fields.details ?? null;
		this.hint = fields.hint ?? null;
	}
}

/** Wraps what a driver threw. Both drivers name the fields of PostgreSQL's error report alike. */
export function toDatabaseError(error: unknown, otherwise: string): DatabaseError {
	if (error instanceof DatabaseError) return error;
	const { message, code, detail, hint } = error as Error & { code?: string; detail?: string; hint?: string };
	const sqlState = /^[0-9A-Z]{5}$/.test(code ?? '') ? code! : otherwise;
	return new DatabaseError(message || String(error), { code: sqlState, details: detail, hint, cause: error });
}
