// The server's own ways to the store: the embedded backend, and calls as the service role.
import { env } from '$env/dynamic/private';
import { addressFor } from '../data/env.ts';
import { embeddedBackend } from './backend.ts';
import { gitHubSettings } from './embedded/github.ts';
import { createServiceRpc, type ServiceRpc } from './rpc.ts';

/** In-process addresses need some origin; no request ever goes there. */
const IN_PROCESS = 'http://localhost';

/** The embedded backend of this process; the same one each time. */
export const openEmbedded = () =>
	embeddedBackend({
		dataDir: env.DATA_DIR || '.data',
		databaseUrl: env.DATABASE_URL || undefined,
		github: gitHubSettings(env)
	});

/** Calls as the service role; undefined when the store is a hosted one and this server has no secret key for it. */
export async function serviceRpc(): Promise<ServiceRpc | undefined> {
	const { isHosted, url } = addressFor(IN_PROCESS);
	if (!isHosted) return createServiceRpc({ url: IN_PROCESS, ...(await openEmbedded()) });
	const serviceKey = env.SUPABASE_SECRET_KEY;
	return serviceKey ? createServiceRpc({ url, serviceKey }) : undefined;
}
