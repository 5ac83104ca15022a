// A PostgreSQL server (DATABASE_URL) below the embedded backend, through postgres.js.
import postgres from 'postgres';
import { toDatabaseError, UNREACHABLE, type Database, type Row } from './database.ts';

/** Opened as they are needed. */
const CONNECTIONS = 10;
/** Far above what any function here needs; ends what an attacker found to be slow. */
const STATEMENT_TIMEOUT_MS = 15_000;

/** Connects to `url`, with at most so many connections at once. Throws a DatabaseError when the server does not answer or
 *  refuses. */
export async function openPostgres(url: string, connections = CONNECTIONS): Promise<Database> {
	const sql = postgres(url, {
		max: connections,
		fetch_types: false,
		connect_timeout: 10,
		onnotice: () => {},
		connection: {
			application_name: 'neuronpedia',
			// The name of the setting is not among postgres.js' typed ones, but any may be given.
			...{ standard_conforming_strings: 'on' },
			client_min_messages: 'warning',
			statement_timeout: STATEMENT_TIMEOUT_MS
		}
	});
	const database: Database = {
		run: async (text) => {
			try {
				const result = await sql.unsafe(text).simple();
				return lastRows(result as unknown as Row[] | Row[][]);
			} catch (error) {
				throw toDatabaseError(error, UNREACHABLE);
			}
		},
		close: () => sql.end({ timeout: 4 })
	};
	await database.run('select 1').catch(async (error) => {
		await database.close();
		throw error;
	});
	return database;
}

/** Several statements give a list of results, a single one gives its rows. */
function lastRows(result: Row[] | Row[][]): Row[] {
	return Array.isArray(result[0]) ? ((result as Row[][]).at(-1) ?? []) : (result as Row[]);
}
