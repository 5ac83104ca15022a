// The SQL that makes a store: the bootstrap and the migrations, as texts, and how they are applied. Where the texts
// come from (bundled into the server, read from disk) is the caller's business.
import type { Database } from './database.ts';
import { literal } from './literal.ts';

export interface Migration {
	/** The time stamp that begins the file's name. */
	version: string;
	name: string;
	sql: string;
}

export interface Schema {
	bootstrap: string;
	migrations: Migration[];
}

const FILE_NAME = /(?:^|\/)(\d{14})_([a-z0-9_]+)\.sql$/;
/** Any fixed number: two servers that start on one database take turns by this lock. */
const MIGRATION_LOCK = 7_283_451;

/** Migrations in order from their files' texts by path. Throws on a name that is not {timestamp}_{idea}.sql. */
export function parseMigrations(files: Record<string, string>): Migration[] {
	const migrations = Object.entries(files).map(([path, sql]) => {
		const [, version, name] = FILE_NAME.exec(path) ?? [];
		if (!version || !name) throw new Error(`Not a migration's name: ${path}`);
		return { version, name, sql };
	});
	return migrations.sort((a, b) => a.version.localeCompare(b.version));
}

/** Brings the database up to date; each migration is one transaction together with its record. Returns how many
 *  were applied. Throws a DatabaseError naming the migration that failed; earlier ones stay applied. */
export async function migrate(database: Database, schema: Schema): Promise<number> {
	const prelude = `set local statement_timeout = 0; select pg_advisory_xact_lock(${MIGRATION_LOCK});`;
	await database.run(`${prelude}${schema.bootstrap}`);
	let applied = 0;
	for (const migration of schema.migrations) {
		if (await isApplied(database, migration)) continue;
		await applyMigration(database, prelude, migration);
		applied++;
	}
	return applied;
}

async function isApplied(database: Database, { version }: Migration): Promise<boolean> {
	const rows = await database.run(
		`select version from supabase_migrations.schema_migrations where version = ${literal(version)}`
	);
	return rows.length > 0;
}

async function applyMigration(database: Database, prelude: string, migration: Migration): Promise<void> {
	const { version, name, sql } = migration;
	// The record comes first: when another server applied it meanwhile, the duplicate key stops this transaction.
	const record = `insert into supabase_migrations.schema_migrations (version, name, statements)
		values (${literal(version)}, ${literal(name)}, array[${literal(sql)}]);`;
	try {
		await database.run(`${prelude}${record}${sql}`);
	} catch (error) {
		if ((error as { code?: string }).code === '23505' && (await isApplied(database, migration))) return;
		throw new Error(`Migration ${version}_${name} failed: ${(error as Error).message}`, { cause: error });
	}
}
