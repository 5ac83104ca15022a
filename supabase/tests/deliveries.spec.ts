// A delivery is done once, however often and by however many tabs it is sent; a refusal leaves no trace.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explanationsOf, submitExplanation } from '../../src/lib/data/explanations.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newPlayer, type Player } from '../../src/testing/players.ts';
import { call, fires, publishWithExhibits, type DealtRound } from '../../src/testing/rounds.ts';

describeOnBoth('deliveries', (open) => {
	let backend: Backend;
	let campaignId: string;
	let player: Player;
	let author: Player;
	let explanationId: string;
	beforeAll(async () => {
		backend = await open();
		campaignId = await publishWithExhibits(backend, 6, 'sample');
		player = await newPlayer(backend);
		author = await newPlayer(backend);
		const given = await submitExplanation(author.store, { campaignId, index: 0, text: 'ships at sea' });
		explanationId = given.ok ? given.value.explanation.id : '';
	});
	afterAll(() => backend.close());

	const send = <T>(name: string, args: Record<string, unknown>, id: string = randomUUID(), by = player) =>
		call<T>(by, 'deliver', { delivery_id: id, call: name, args });
	const vote = (value: number) => ({ explanation_id: explanationId, value });
	async function votesUp(): Promise<number> {
		const list = await explanationsOf(player.store, { campaignId, index: 0 });
		return list.ok ? list.value[0]!.votesUp : -1;
	}

	it('does a call once: a late repetition does not undo what came after it', async () => {
		const first = randomUUID();
		const answer = await send('cast_vote', vote(1), first);
		expect(answer).toMatchObject({ votes_up: 1, my_vote: 1 });
		await send('cast_vote', vote(-1));
		expect(await send('cast_vote', vote(1), first)).toEqual(answer);
		expect(await votesUp()).toBe(0);
	});

	it('judges a round once and gives the same judgement again', async () => {
		await call(player, 'cast_vote', vote(0));
		const { id, passages } = await call<DealtRound>(player, 'start_check', { campaign_id: campaignId });
		const args = { round_id: id, fires: passages.map(fires) };
		const delivery = randomUUID();
		const judged = await send<{ accuracy: number }>('finish_check', args, delivery);
		expect(judged.accuracy).toBe(1);
		expect(await send('finish_check', args, delivery)).toEqual(judged);
		await expect(send('finish_check', args)).rejects.toThrow('already_done');
		// Another player's delivery, with its id and all: refused as the call is, and no harm to whose it was.
		await expect(send('finish_check', args, delivery, author)).rejects.toThrow('not_found');
		expect(await send('finish_check', args, delivery)).toEqual(judged);
	});

	it('keeps no name that its player may take away', async () => {
		await call(author, 'update_profile', { profile: { name: 'Delia Very', is_credited: true } });
		const vote = { explanation_id: explanationId, value: -1 };
		const words = { campaign_id: campaignId, neuron_index: 0, text: 'ships at sea' }; // there already: a vote for it
		for (const [name, args] of [
			['cast_vote', vote],
			['submit_explanation', words]
		] as const) {
			const id = randomUUID();
			const answer = await send<object>(name, args, id);
			expect(JSON.stringify(answer)).toContain('"author":"Delia Very"');
			expect(JSON.stringify(await send(name, args, id))).toBe(
				JSON.stringify(answer).replace('"author":"Delia Very"', '"author":null')
			);
		}
		await call(author, 'update_profile', { profile: { name: null, is_credited: false } });
	});

	it('takes none of somebody who is gone', async () => {
		const gone = await newPlayer(backend);
		await send('answer_no_pattern', { campaign_id: campaignId, neuron_index: 5 }, randomUUID(), gone);
		await call(gone, 'delete_account', { keep_explanations: false });
		// The token still is good for an hour.
		const args = { campaign_id: campaignId, neuron_index: 4 };
		const delivery = { delivery_id: randomUUID(), call: 'answer_no_pattern', args };
		expect((await gone.client.rpc('deliver', delivery)).error).toMatchObject({ hint: 'signed_out' });
	});

	it('answers both of two at once, and does one of them', async () => {
		const id = randomUUID();
		const args = { campaign_id: campaignId, neuron_index: 2, text: 'sent by two tabs' };
		const [one, two] = await Promise.all([
			send('submit_explanation', args, id),
			send('submit_explanation', args, id)
		]);
		expect(one).toEqual(two);
		expect(one).toMatchObject({ became_vote: false, explanation: { text: 'sent by two tabs', mine: true } });
	});

	it('refuses as the call does, and a refusal may be tried again', async () => {
		const id = randomUUID();
		const args = { campaign_id: campaignId, neuron_index: 3, text: 'no' };
		await expect(send('submit_explanation', args, id)).rejects.toThrow('too_short');
		expect(await send('submit_explanation', { ...args, text: 'north winds' }, id)).toMatchObject({
			explanation: { text: 'north winds' }
		});
		await expect(send('cast_vote', { explanation_id: '0', value: 1 })).rejects.toThrow('not_found');
		await expect(send('cast_vote', { explanation_id: 'x', value: 1 })).rejects.toThrow('invalid');
		await expect(send('delete_account', {})).rejects.toThrow('invalid');
	});

	it('knows each player’s ids apart', async () => {
		const id = randomUUID();
		const args = { campaign_id: campaignId, neuron_index: 4 };
		await send('answer_no_pattern', args, id);
		expect(await send('answer_no_pattern', args, id, author)).toMatchObject({ answers: 2, no_pattern: 2 });
	});
});
