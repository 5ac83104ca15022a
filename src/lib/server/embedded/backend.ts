// Puts the embedded backend together: database, migrations, keys, gateway.
import path from 'node:path';
import { EMBEDDED_PUBLISHABLE_KEY } from '../../data/address.ts';
import { readCatalogue } from './catalogue.ts';
import type { Database } from './database.ts';
import { createGitHub, type GitHubSettings } from './github.ts';
import { createGateway } from './gateway.ts';
import { loadKeys, makeKeys, type Keys } from './keys.ts';
import { openPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';
import { migrate, type Schema } from './schema.ts';
import { createTokens } from './tokens.ts';

export interface BackendOptions {
	schema: Schema;
	/** Folder of the database and the keys; null keeps both in memory, for tests. */
	dataDir: string | null;
	/** A PostgreSQL server to use instead of PGlite; the keys stay in dataDir. */
	databaseUrl?: string;
	/** How many connections to that server there may be at once. */
	connections?: number;
	/** Lets players sign in with GitHub. */
	github?: GitHubSettings;
}

export interface Backend {
	/** Answers /rest/v1 and /auth/v1 in-process; takes what the global fetch takes. */
	fetch: typeof fetch;
	/** The key that browsers send; no secret. */
	publishableKey: string;
	/** The key of the service role. Never leaves the server. */
	serviceKey: string;
	/** For tests and upkeep: the database with its owner's rights. */
	database: Database;
	/** Signs and checks tokens with this backend's keys. */
	keys: Keys;
	/** Lets running calls end and closes the database. */
	close(): Promise<void>;
}

/** Opens the store, brings it up to date and answers for it. Throws errors in words for people. */
export async function openBackend(options: BackendOptions): Promise<Backend> {
	const { schema, dataDir, databaseUrl, connections } = options;
	const github = options.github && createGitHub(options.github);
	const keys = dataDir === null ? await makeKeys() : await loadKeys(dataDir);
	const tokens = await createTokens(keys);
	const database = databaseUrl
		? await openPostgres(databaseUrl, connections)
		: await openPglite(dataDir && path.join(dataDir, 'pglite'));
	try {
		await migrate(database, schema);
		const catalogue = await readCatalogue(database);
		const gateway = createGateway({ database, catalogue, tokens, serviceKey: keys.serviceKey, github });
		return {
			fetch: (input, init) => gateway(new Request(input, init)),
			publishableKey: EMBEDDED_PUBLISHABLE_KEY,
			serviceKey: keys.serviceKey,
			database,
			keys,
			close: () => database.close()
		};
	} catch (error) {
		await database.close();
		throw error;
	}
}
