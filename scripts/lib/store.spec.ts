// A built campaign into a real embedded store, as `npm run campaign -- ID --publish` does it.
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readPublishable } from '../../src/lib/server/campaign-files.ts';
import { publishCampaign } from '../../src/lib/server/publish.ts';
import { ensureCampaign } from './campaign-build.ts';
import { hasStore, openStore, type OpenStore } from './store.ts';
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
