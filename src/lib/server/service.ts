// The server's own ways to the store: the embedded backend, and calls as the service role.
import { env } from '$env/dynamic/private';
import { addressFor } from '../data/env.ts';
import { embeddedBackend } from './backend.ts';
import { gitHubSettings } from './embedded/github.ts';
import { createServiceRpc, type ServiceRpc } from './rpc.ts';

/** In-process addresses need some origin; no request ever goes there. */
const IN_PROCESS = 'http://localhost';
/** A page waits for it. */
const SETTINGS_TIMEOUT_MS = 3000;

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

/** Whether players can sign in with GitHub here (the verbs are src/lib/data/accounts.ts); false when a hosted store does
 *  not say. */
export async function offersGitHub(): Promise<boolean> {
	const { isHosted, url, key } = addressFor(IN_PROCESS);
	if (!isHosted) return gitHubSettings(env) !== undefined;
	return (hostedOffer ??= askForGitHub(`${url}/auth/v1/settings`, key).catch(() => {
		hostedOffer = undefined; // asked again with the next page
		return false;
	}));
}

let hostedOffer: Promise<boolean> | undefined;

async function askForGitHub(address: string, apikey: string): Promise<boolean> {
	const response = await fetch(address, {
		headers: { apikey },
		signal: AbortSignal.timeout(SETTINGS_TIMEOUT_MS)
	});
	const { external } = (await response.json()) as { external?: { github?: boolean } };
	return external?.github === true;
}
