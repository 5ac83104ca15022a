// The store for commands: a hosted Supabase when the environment names one, else the embedded one in DATA_DIR.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readPublishable } from '../../src/lib/server/campaign-files.ts';
import { openBackend } from '../../src/lib/server/embedded/backend.ts';
import { parseMigrations, type Schema } from '../../src/lib/server/embedded/schema.ts';
import { publishCampaign } from '../../src/lib/server/publish.ts';
import { createServiceRpc, type ServiceRpc } from '../../src/lib/server/rpc.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** In-process requests need some origin; none ever leaves the process. */
const IN_PROCESS = 'http://localhost';

export interface OpenStore {
	rpc: ServiceRpc;
	close(): Promise<void>;
}

/** The migrations of this checkout. */
export function schemaFromDisk(): Schema {
	const migrations = path.join(root, 'supabase/migrations');
	const files = readdirSync(migrations)
		.filter((name) => name.endsWith('.sql'))
		.map((name) => [name, readFileSync(path.join(migrations, name), 'utf8')]);
	return {
		bootstrap: readFileSync(path.join(root, 'src/lib/server/embedded/bootstrap.sql'), 'utf8'),
		migrations: parseMigrations(Object.fromEntries(files))
	};
}

/** True when there is a store to read from; opening the embedded one would make it. */
export function hasStore(env: NodeJS.ProcessEnv = process.env): boolean {
	return Boolean(env.PUBLIC_SUPABASE_URL || env.DATABASE_URL) || existsSync(env.DATA_DIR || '.data');
}

/** Opens the store with the service's rights. Throws in words when a key is missing or another process has it. */
export async function openStore(env: NodeJS.ProcessEnv = process.env): Promise<OpenStore> {
	if (env.PUBLIC_SUPABASE_URL) {
		const serviceKey = env.SUPABASE_SECRET_KEY;
		if (!serviceKey) throw new Error('PUBLIC_SUPABASE_URL is set, so SUPABASE_SECRET_KEY must be too.');
		return { rpc: createServiceRpc({ url: env.PUBLIC_SUPABASE_URL, serviceKey }), close: async () => {} };
	}
	const backend = await openBackend({
		schema: schemaFromDisk(),
		dataDir: env.DATA_DIR || '.data',
		databaseUrl: env.DATABASE_URL || undefined
	});
	const { fetch, serviceKey } = backend;
	return {
		rpc: createServiceRpc({ url: IN_PROCESS, serviceKey, fetch }),
		close: () => backend.close()
	};
}

/** Publishes the campaign in `dir`. Returns false when the store has exactly this one already. Throws as openStore. */
export async function publishFolder(dir: string, env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
	const store = await openStore(env);
	try {
		return await publishCampaign(store.rpc, await readPublishable(dir));
	} finally {
		await store.close();
	}
}
