// The campaign at a glance, lists of neurons, and players as others see them.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { campaignMap, neuronList, neuronsAt, searchExplanations } from '../../src/lib/data/exploring.ts';
import { submitExplanation } from '../../src/lib/data/explanations.ts';
import { playerNamed } from '../../src/lib/data/public-players.ts';
import { castVote } from '../../src/lib/data/votes.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newPlayer, publishSample, type Player } from '../../src/testing/players.ts';
import { call } from '../../src/testing/rounds.ts';

describeOnBoth('exploring', (open) => {
	let backend: Backend;
	let campaignId: string;
	let ann: Player;
	let bob: Player;
	beforeAll(async () => {
		backend = await open();
		campaignId = await publishSample(backend, 70);
		[ann, bob] = [await newPlayer(backend), await newPlayer(backend)];
	});
	afterAll(() => backend.close());

	async function write(player: Player, index: number, text: string): Promise<string> {
		const answer = await submitExplanation(player.store, { campaignId, index, text });
		if (!answer.ok) throw new Error(answer.error.message);
		return answer.value.explanation.id;
	}
	async function indicesOf(kind: 'unsolved' | 'contested' | 'solved'): Promise<number[]> {
		const list = await neuronList(bob.store, { campaignId, kind });
		if (!list.ok) throw new Error(list.error.code);
		return list.value.map(({ index }) => index);
	}

	it('lists what is unsolved, contested and solved, and maps the answered ones', async () => {
		expect(await campaignMap(bob.store, campaignId)).toEqual({ ok: true, value: [] });
		const unsolved = await indicesOf('unsolved');
		expect(unsolved).toEqual(Array.from({ length: 50 }, (_, i) => i)); // the clearest ones, which are the first
		const voters = await Promise.all([1, 2, 3].map(() => newPlayer(backend)));
		const [first, second] = [
			await write(ann, 3, 'words about the sea'),
			await write(bob, 3, 'words of sailors')
		];
		expect(await indicesOf('contested')).toEqual([]); // nobody has voted
		await castVote(voters[0]!.store, { explanationId: first, value: 1 });
		await castVote(voters[1]!.store, { explanationId: first, value: 1 });
		expect(await indicesOf('contested')).toEqual([]);
		await castVote(voters[2]!.store, { explanationId: second, value: 1 });
		expect(await indicesOf('contested')).toEqual([3]);
		await castVote(voters[0]!.store, { explanationId: first, value: 0 });
		await write(ann, 5, 'names of rivers');
		await backend.database.run(`update game.neurons set solved_at = now() - index * interval '1 hour'
			where index in (5, 7)`);
		expect(await indicesOf('solved')).toEqual([5, 7]);
		expect(await indicesOf('unsolved')).not.toContain(5);
		const solved = await neuronList(bob.store, { campaignId, kind: 'solved' });
		expect(solved).toMatchObject({ value: [{ best: { text: 'names of rivers' } }, { best: null }] });
		const map = await campaignMap(bob.store, campaignId);
		expect(map).toMatchObject({
			value: [
				{ index: 3, state: 'open' },
				{ index: 5, answers: 1, state: 'solved' }
			]
		});
		const refused = await bob.store.read('neuron_list', { campaign_id: campaignId, kind: 'funny' });
		expect(refused).toMatchObject({ error: { code: 'invalid' } });
	});

	it('tells of chosen neurons in the order in which they are named', async () => {
		await write(ann, 21, 'names of mountains');
		expect(await neuronsAt(bob.store, { campaignId, indices: [40, 21, 9999] })).toMatchObject({
			value: [
				{ index: 40, best: null },
				{ index: 21, answers: 1, best: { text: 'names of mountains' } }
			]
		});
		expect(await neuronsAt(bob.store, { campaignId, indices: [] })).toEqual({ ok: true, value: [] });
		const many = Array.from({ length: 51 }, (_, i) => i);
		expect(await neuronsAt(bob.store, { campaignId, indices: many })).toMatchObject({
			error: { code: 'invalid' }
		});
	});

	it('finds explanations by their words', async () => {
		const id = await write(ann, 11, 'colours of the evening sky');
		const found = await searchExplanations(bob.store, { campaignId, words: 'evening COLOURS' });
		expect(found).toMatchObject({ value: [{ index: 11, text: 'colours of the evening sky', mine: false }] });
		const none = { ok: true, value: [] };
		// No index knows where a word is missing: words to leave out find nothing by themselves.
		for (const words of ['evening zebra', '-zebra', '-zebra -lion', '', '"', 'a'.repeat(300)]) {
			expect(await searchExplanations(bob.store, { campaignId, words }), words).toEqual(none);
		}
		expect(await searchExplanations(bob.store, { campaignId: 'other', words: 'evening' })).toEqual(none);
		await call(ann, 'revise_explanation', { explanation_id: id, text: 'colours of the morning sky' });
		expect(await searchExplanations(bob.store, { campaignId, words: 'evening' })).toEqual(none);
		expect(await searchExplanations(bob.store, { campaignId, words: 'morning -evening' })).toMatchObject({
			value: [{ id }]
		});
		await backend.database.run(`update game.explanations set status = 'hidden' where id = ${id}`);
		expect(await searchExplanations(bob.store, { campaignId, words: 'morning' })).toEqual(none);
	});

	it('shows players by name as far as they want it', async () => {
		expect(await playerNamed(bob.store, 'Ann')).toEqual({ ok: true, value: null });
		await call(ann, 'update_profile', { profile: { name: 'Ann', country: 'FR' } });
		expect(await playerNamed(bob.store, 'Ann')).toEqual({ ok: true, value: null });
		await call(ann, 'update_profile', { profile: { is_listed: true } });
		expect(await playerNamed(bob.store, 'Ann')).toMatchObject({
			value: { name: 'Ann', country: 'FR', explanations: [] }
		});
		await call(ann, 'update_profile', { profile: { is_credited: true } });
		const credited = await playerNamed(bob.store, 'Ann');
		const texts = credited.ok ? credited.value!.explanations.map(({ text }) => text) : [];
		expect(texts).toContain('names of rivers');
		await backend.database.run(`update game.players set banned_at = now() where name = 'Ann'`);
		expect(await playerNamed(bob.store, 'Ann')).toEqual({ ok: true, value: null });
	});
});
