// Players and campaigns for tests of the store, through the real supabase-js.
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { storeOver, type Store } from '../lib/data/client.ts';
import { EMBEDDED_PUBLISHABLE_KEY } from '../lib/data/address.ts';
import type { Backend } from '../lib/server/embedded/backend.ts';
import { publishCampaign, type PublishableCampaign } from '../lib/server/publish.ts';
import { createServiceRpc, type ServiceRpc } from '../lib/server/rpc.ts';

/** Any origin will do: no request leaves the process. */
export const ORIGIN = 'http://localhost:3000';

/** Any function may be called, also ones that are not there. */
interface AnyDatabase {
	api: {
		Tables: Record<never, never>;
		Views: Record<never, never>;
		Functions: Record<string, { Args: Record<string, unknown>; Returns: unknown }>;
	};
}

/** supabase-js' client as tests use it. */
export type Client = SupabaseClient<AnyDatabase, 'api'>;

/** A client as browsers have it, its session kept in memory. `schema` is the exposed one unless told. */
export function newClient(fetch: typeof globalThis.fetch, key = EMBEDDED_PUBLISHABLE_KEY, schema = 'api') {
	const client = createClient(ORIGIN, key, {
		db: { schema: schema as 'public' },
		global: { fetch },
		auth: {
			autoRefreshToken: false,
			storage: memoryStorage(),
			detectSessionInUrl: false,
			flowType: 'pkce'
		}
	});
	return client as unknown as Client;
}

function memoryStorage() {
	const items = new Map<string, string>();
	return {
		getItem: (key: string) => items.get(key) ?? null,
		setItem: (key: string, value: string) => void items.set(key, value),
		removeItem: (key: string) => void items.delete(key)
	};
}

export interface Player {
	id: string;
	client: Client;
	store: Store;
}

/** The verbs' store over a test's client. */
export const storeOf = (client: Client): Store => storeOver(async () => client as never);

/** A signed-in player. */
export async function newPlayer({ fetch }: Pick<Backend, 'fetch'>): Promise<Player> {
	const client = newClient(fetch);
	const { data, error } = await client.auth.signInAnonymously();
	if (error) throw error;
	return { id: data.user!.id, client, store: storeOf(client) };
}

export const serviceRpcOf = ({ fetch, serviceKey }: Backend): ServiceRpc =>
	createServiceRpc({ url: ORIGIN, serviceKey, fetch });

/** A campaign of `count` neurons, the first ones the clearest. */
export function sampleCampaign(count: number, id = 'sample'): PublishableCampaign {
	return {
		campaign: { id, title: 'Sample', modelId: 'sample-model', layer: 2, contentHash: 'a'.repeat(64) },
		neurons: Array.from({ length: count }, (_, index) => ({
			index,
			max: 3 + index,
			min: -0.17,
			priority: 1 - index / count
		}))
	};
}

/** Publishes a sample campaign and returns its id. */
export async function publishSample(backend: Backend, count = 10, id = 'sample'): Promise<string> {
	await publishCampaign(serviceRpcOf(backend), sampleCampaign(count, id));
	return id;
}
