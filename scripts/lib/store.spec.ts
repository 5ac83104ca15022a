// A built campaign into a real embedded store, as `npm run campaign -- ID --publish` does it.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readPublishable } from '../../src/lib/server/campaign-files.ts';
import { openBackend, type Backend } from '../../src/lib/server/embedded/backend.ts';
import { publishCampaign } from '../../src/lib/server/publish.ts';
import { ensureCampaign } from './campaign-build.ts';
import { hasStore, openStore, publishFolder, schemaFromDisk, type OpenStore } from './store.ts';
import { makeTinyCampaign, type TinyCampaign } from './testing/tiny-campaign.ts';

let tiny: TinyCampaign;
let store: OpenStore;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
	tiny = makeTinyCampaign();
	env = { DATA_DIR: path.join(tiny.folder, 'data') };
	expect(hasStore(env)).toBe(false);
	store = await openStore(env);
});
afterAll(async () => {
	await store?.close();
	tiny.remove();
});

const publish = async (dir: string) => publishCampaign(store.rpc, await readPublishable(dir));

it('is published once, and again when its corpus changed', async () => {
	expect(hasStore(env)).toBe(true);
	const { dir } = await ensureCampaign('tiny', tiny.options);
	expect(await publish(dir)).toBe(true);
	expect(await publish(dir)).toBe(false);
	const before = await store.rpc('campaigns', {});
	const corpus = [path.join(tiny.options.corpus[0]!, 'travel.txt')];
	const other = await ensureCampaign('tiny', { ...tiny.options, corpus });
	expect(other.built).toBe(true);
	expect(await publish(other.dir)).toBe(true);
	const after = await store.rpc('campaigns', {});
	expect(after).toMatchObject([{ id: 'tiny', layer: 1 }]);
	expect(after).not.toEqual(before);
});

it('needs the service key of a hosted store', async () => {
	await expect(openStore({ PUBLIC_SUPABASE_URL: 'http://127.0.0.1:1' })).rejects.toThrow(
		/SUPABASE_SECRET_KEY/
	);
});

/** The backend at a network address, as a hosted store is. */
async function listen({ fetch }: Backend): Promise<Server> {
	const server = createServer(async (request, response) => {
		const answer = await fetch(`http://store${request.url}`, {
			method: request.method,
			headers: Object.entries(request.headers) as [string, string][],
			body: await text(request)
		});
		response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return server;
}

it('is published over the network with the service key, and not with another', async () => {
	const backend = await openBackend({ schema: schemaFromDisk(), dataDir: null });
	const server = await listen(backend);
	const PUBLIC_SUPABASE_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const publishWith = (SUPABASE_SECRET_KEY: string) =>
		publishFolder(path.join(tiny.options.campaignsDir, 'tiny'), { PUBLIC_SUPABASE_URL, SUPABASE_SECRET_KEY });
	try {
		await expect(publishWith('sb_secret_of_another')).rejects.toThrow(/refused/);
		expect(await publishWith(backend.serviceKey)).toBe(true);
		expect(await publishWith(backend.serviceKey)).toBe(false);
	} finally {
		server.close();
		await backend.close();
	}
});
