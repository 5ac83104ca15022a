// The copy of the starter's campaign in the real Cache Storage: whole or not there, one build at a time, never damaged.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openCampaign } from '../campaign/campaign.ts';
import { offlineFiles, type CampaignManifest } from '../campaign/manifest.ts';
import {
	campaignKeptBytes,
	keepCampaign,
	keptCampaigns,
	openKeptCampaign,
	removeCampaign
} from './campaign-copy.ts';

const ID = 'starter';
const NEXT_ROOT = '0123456789abcdef';
const realFetch = globalThis.fetch;
let manifest: CampaignManifest;
let fetched: string[];
let damaged: string[];
/** What the server does: has the next build (the same bytes under other names), or is away after some files. */
let hasNext: boolean;
let filesLeft: number;

async function serve(input: string): Promise<Response> {
	const path = input.replace(`/campaigns/${ID}/`, '');
	fetched.push(path);
	if (path === 'manifest.json') {
		return Response.json(hasNext ? { ...manifest, root: NEXT_ROOT } : manifest);
	}
	if (--filesLeft < 0) throw new TypeError('Failed to fetch');
	return realFetch(input.replace(NEXT_ROOT, manifest.root));
}

const keep = (signal = new AbortController().signal) =>
	keepCampaign(ID, { signal, onBytes: () => {}, onDamaged: (path) => void damaged.push(path) });

beforeEach(async () => {
	manifest = (await (await realFetch(`/campaigns/${ID}/manifest.json`)).json()) as CampaignManifest;
	[fetched, damaged, hasNext, filesLeft] = [[], [], false, Infinity];
	vi.stubGlobal('fetch', serve);
});
afterEach(async () => {
	await removeCampaign(ID);
	vi.unstubAllGlobals();
});

async function flipByte(path: string): Promise<void> {
	const [name] = (await caches.keys()).filter((key) => key.includes(manifest.root));
	const cache = await caches.open(name!);
	const address = `/campaigns/${ID}/${path}`;
	const bytes = new Uint8Array(await (await cache.match(address))!.arrayBuffer());
	bytes[bytes.length >> 1]! ^= 1;
	await cache.put(address, new Response(bytes));
}

describe('the copy of a campaign', () => {
	it('shows the very neurons that the server shows, and weighs what was said before', async () => {
		await keep();
		expect(await keptCampaigns()).toEqual([ID]);
		expect(await campaignKeptBytes(manifest)).toBe(manifest.offlineBytes);
		const served = await openCampaign(
			async (path) => new Uint8Array(await (await realFetch(`/campaigns/${ID}/${path}`)).arrayBuffer())
		);
		filesLeft = 0;
		const kept = (await openKeptCampaign(ID))!;
		for (const index of [0, 63, 64, manifest.neurons - 1]) {
			expect(await kept.neuron(index)).toEqual(await served.neuron(index));
			expect(await kept.exhibits(index)).toEqual(await served.exhibits(index));
		}
	});

	it('goes on where the line was lost, and is not there before it is whole', async () => {
		filesLeft = 10;
		await expect(keep()).rejects.toThrow();
		expect(await keptCampaigns()).toEqual([]);
		const files = offlineFiles(manifest).length;
		[fetched, filesLeft] = [[], Infinity];
		await keep();
		expect(fetched.filter((path) => path !== 'manifest.json')).toHaveLength(files - 10);
		expect(await keptCampaigns()).toEqual([ID]);
	});

	it('ends when it is paused', async () => {
		await expect(keep(AbortSignal.abort())).rejects.toThrow();
		expect(fetched).toEqual(['manifest.json']);
	});

	it('never mixes builds: the old one serves until the new one is whole, then leaves', async () => {
		await keep();
		[hasNext, filesLeft] = [true, 5];
		await expect(keep()).rejects.toThrow();
		expect((await openKeptCampaign(ID))!.manifest.root).toBe(manifest.root);
		filesLeft = Infinity;
		await keep();
		const kept = (await openKeptCampaign(ID))!;
		expect(kept.manifest.root).toBe(NEXT_ROOT);
		expect((await caches.keys()).filter((name) => name.startsWith('campaign-'))).toHaveLength(1);
	});

	it('drops a damaged file, names it while the server is away, and fetches it again', async () => {
		await keep();
		const [pack] = offlineFiles(manifest).filter((path) => path.startsWith('packs/'));
		await flipByte(pack!);
		filesLeft = 0;
		const kept = (await openKeptCampaign(ID))!;
		await expect(kept.neuron(0)).rejects.toMatchObject({
			code: 'damaged',
			message: expect.stringContaining(pack!)
		});
		filesLeft = Infinity;
		expect((await kept.neuron(0)).index).toBe(0);
		await flipByte(pack!);
		fetched = [];
		await keep();
		expect(damaged).toEqual([pack]);
		expect(fetched).toEqual(['manifest.json', pack]);
	});
});
