import { expect, it } from 'vitest';
import { describeOnBoth } from '../../../testing/backends.ts';
import { newClient, newPlayer, publishSample, storeOf } from '../../../testing/players.ts';
import { nextPuzzle } from '../../data/puzzles.ts';
import { submitExplanation } from '../../data/explanations.ts';

describeOnBoth('the embedded backend', (open) => {
	it('takes a campaign and a player through a puzzle', async () => {
		const backend = await open();
		const campaignId = await publishSample(backend, 1);
		const { store } = await newPlayer(backend);
		const dealt = await nextPuzzle(store, { campaignId });
		expect(dealt).toEqual({ ok: true, value: { campaignId, index: 0, explanations: [] } });
		const submitted = await submitExplanation(store, { campaignId, index: 0, text: ' names of  rivers ' });
		expect(submitted).toMatchObject({ ok: true, value: { explanation: { text: 'names of rivers' } } });
		expect(await nextPuzzle(store, { campaignId })).toEqual({ ok: true, value: null });
		expect((await nextPuzzle(storeOf(newClient(backend.fetch)), { campaignId })).ok).toBe(true);
		await backend.close();
	});
});
