// One suite, two databases: opens the embedded backend over PGlite and over a real PostgreSQL, each time on a new,
// empty database.
import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { describe, inject } from 'vitest';
import { openBackend, type Backend } from '../lib/server/embedded/backend.ts';
import { bundledSchema } from '../lib/server/embedded/bundled-schema.ts';
import type { GitHubSettings } from '../lib/server/embedded/github.ts';
import type { Schema } from '../lib/server/embedded/schema.ts';
import type {} from './postgres-setup.ts';

/** Opens a backend on a new database; `connections` is how many a PostgreSQL may get at once, for races. Whoever opens it
 *  closes it. */
export type OpenBackend = (
	schema?: Schema,
	github?: GitHubSettings,
	connections?: number
) => Promise<Backend>;

const openOnPglite: OpenBackend = (schema = bundledSchema, github) =>
	openBackend({ schema, dataDir: null, github });
const openOnPostgres: OpenBackend = async (schema = bundledSchema, github, connections) =>
	openBackend({ schema, dataDir: null, databaseUrl: await createDatabase(), github, connections });

export const hasPostgres = () => inject('postgresLender') !== '';

/** Address of a new, empty database on the run's PostgreSQL. It goes with the server. */
export async function createDatabase(): Promise<string> {
	const name = `test_${randomBytes(8).toString('hex')}`;
	const admin = postgres(await askLender('postgres'), { max: 1, onnotice: () => {} });
	await admin.unsafe(`create database ${name}`);
	await admin.end();
	return askLender(name);
}

async function askLender(database: string): Promise<string> {
	const response = await fetch(`${inject('postgresLender')}/${database}`);
	const text = await response.text();
	if (!response.ok) throw new Error(text);
	return text;
}

/** Describes the same behaviour over both databases; PostgreSQL's half is skipped where there is none. */
export function describeOnBoth(title: string, body: (open: OpenBackend) => void): void {
	describe(`${title} (PGlite)`, () => body(openOnPglite));
	describe.skipIf(!hasPostgres())(`${title} (PostgreSQL)`, () => body(openOnPostgres));
}
