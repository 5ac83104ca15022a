import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBoth } from '../../testing/backends.ts';
import { newClient, newPlayer, sampleCampaign, serviceRpcOf, storeOf } from '../../testing/players.ts';
import { submitExplanation } from '../data/explanations.ts';
import { answeredPuzzles, nextPuzzle } from '../data/puzzles.ts';
import type { Backend } from './embedded/backend.ts';
import { publishCampaign, type PublishableCampaign } from './publish.ts';
import type { ServiceRpc } from './rpc.ts';

describeOnBoth('publishing', (open) => {
	let backend: Backend;
	let rpc: ServiceRpc;
	beforeAll(async () => {
		backend = await open();
		rpc = serviceRpcOf(backend);
	});
	afterAll(() => backend.close());

	const withHash = (campaign: PublishableCampaign, digit: string): PublishableCampaign => ({
		...campaign,
		campaign: { ...campaign.campaign, contentHash: digit.repeat(64) }
	});
	/** All neurons that can be dealt in a campaign. */
	async function dealt(campaignId: string): Promise<number[]> {
		const store = storeOf(newClient(backend.fetch));
		const indices: number[] = [];
		for (;;) {
			const next = await nextPuzzle(store, { campaignId, exclude: indices });
			if (!next.ok) throw new Error(next.error.message);
			if (!next.value) return indices.sort((a, b) => a - b);
			indices.push(next.value.index);
		}
	}

	it('writes a campaign once, in batches', async () => {
		const calls: string[] = [];
		const spy: ServiceRpc = (name, args) => (calls.push(name), rpc(name, args));
		const campaign = sampleCampaign(1100, 'large');
		expect(await publishCampaign(spy, campaign)).toBe(true);
		expect(calls.filter((name) => name === 'publish_neurons')).toHaveLength(3);
		const rows = await backend.database.run(`select count(*)::text as n from game.neurons where is_dealt`);
		expect(rows).toEqual([{ n: '1100' }]);
		calls.length = 0;
		expect(await publishCampaign(spy, campaign)).toBe(false);
		expect(calls).toEqual(['campaigns']);
	});

	it('finishes an interrupted publication the next time', async () => {
		const campaign = sampleCampaign(6, 'cut');
		const failing: ServiceRpc = async (name, args) => {
			if (name === 'publish_neurons') throw new Error('cut');
			return rpc(name, args);
		};
		await expect(publishCampaign(failing, campaign)).rejects.toThrow('cut');
		expect(await rpc('campaigns', {})).toContainEqual(
			expect.objectContaining({ id: 'cut', content_hash: null })
		);
		expect(await publishCampaign(rpc, campaign)).toBe(true);
		expect(await dealt('cut')).toEqual([0, 1, 2, 3, 4, 5]);
		expect(await publishCampaign(rpc, campaign)).toBe(false);
	});

	it('deals removed neurons no more and keeps what was said of them', async () => {
		const campaign = sampleCampaign(4, 'changing');
		await publishCampaign(rpc, campaign);
		const { store } = await newPlayer(backend);
		await submitExplanation(store, { campaignId: 'changing', index: 1, text: 'still here' });
		const fewer = withHash(
			{ ...campaign, neurons: campaign.neurons.filter(({ index }) => index !== 1) },
			'b'
		);
		expect(await publishCampaign(rpc, fewer)).toBe(true);
		expect(await dealt('changing')).toEqual([0, 2, 3]);
		const answered = await answeredPuzzles(store, 'changing');
		expect(answered).toMatchObject({ value: [{ index: 1 }] });
		expect(await publishCampaign(rpc, withHash(campaign, 'c'))).toBe(true);
		expect(await dealt('changing')).toEqual([0, 1, 2, 3]);
	});

	it('refuses what is no campaign, and everyone but the service', async () => {
		const campaign = sampleCampaign(1, 'Not an id');
		await expect(publishCampaign(rpc, campaign)).rejects.toThrow('The store refused publish_campaign (400)');
		await expect(rpc('publish_neurons', { campaign_id: 'none', rows: [] })).resolves.toBe(0);
		const rows = [{ index: 0, max: 1, min: 0, priority: 0 }];
		await expect(rpc('publish_neurons', { campaign_id: 'none', rows })).rejects.toThrow('(409)');
		const { client } = await newPlayer(backend);
		expect((await client.rpc('publish_neurons', { campaign_id: 'large', rows })).status).toBe(403);
	});
});
