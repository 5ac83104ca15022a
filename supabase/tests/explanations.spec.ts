// Explanations after they were written: revising, history, senses, search, and texts that nobody should have to read.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { explanationsOf, submitExplanation } from '../../src/lib/data/explanations.ts';
import type { Explanation } from '../../src/lib/data/nouns.ts';
import { castVote } from '../../src/lib/data/votes.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newPlayer, publishSample, serviceRpcOf, type Player } from '../../src/testing/players.ts';
import { call } from '../../src/testing/rounds.ts';

describeOnBoth('explanations', (open) => {
	let backend: Backend;
	let campaignId: string;
	let author: Player;
	let other: Player;
	let index = -1;
	beforeAll(async () => {
		backend = await open();
		campaignId = await publishSample(backend, 40);
	});
	beforeEach(async () => {
		index++;
		[author, other] = [await newPlayer(backend), await newPlayer(backend)];
	});
	afterAll(() => backend.close());

	async function submitted(player: Player, text: string): Promise<Explanation> {
		const answer = await submitExplanation(player.store, { campaignId, index, text });
		if (!answer.ok) throw new Error(answer.error.code);
		return answer.value.explanation;
	}
	const revise = (player: Player, id: string, text: string, covers?: number[]) =>
		call<{ id: string; text: string; revises_id: string | null; covers: number[] | null }>(
			player,
			'revise_explanation',
			{ explanation_id: id, text, ...(covers && { covers }) }
		);
	const age = (id: string, minutes: number) =>
		backend.database.run(
			`update game.explanations set created_at = now() - interval '${minutes} minutes' where id = ${id}`
		);

	it('is revised in place within 15 minutes; the former words are kept', async () => {
		const { id } = await submitted(author, 'names of rivers');
		expect(await revise(author, id, 'names of big rivers')).toMatchObject({
			id,
			text: 'names of big rivers'
		});
		await age(id, 14);
		expect(await revise(author, id, 'names of long rivers')).toMatchObject({ id });
		expect(await call(other, 'history_of', { explanation_id: id })).toMatchObject({
			text: 'names of long rivers',
			wordings: [{ text: 'names of rivers' }, { text: 'names of big rivers' }],
			earlier: []
		});
	});

	it('becomes one of its own later, or once somebody has judged it', async () => {
		const first = await submitted(author, 'rivers of the north');
		await age(first.id, 16);
		const second = await revise(author, first.id, 'rivers of the south');
		expect(second).toMatchObject({ text: 'rivers of the south', revises_id: first.id });
		expect(second.id).not.toBe(first.id);
		await castVote(other.store, { explanationId: second.id, value: 1 });
		const third = await revise(author, second.id, 'rivers of the east');
		expect(third.revises_id).toBe(second.id);
		expect(await call(other, 'history_of', { explanation_id: third.id })).toMatchObject({
			earlier: [{ id: second.id }, { id: first.id, text: 'rivers of the north' }]
		});
		const listed = await explanationsOf(other.store, { campaignId, index });
		expect(listed.ok && listed.value).toHaveLength(3);
	});

	it('is revised by its author alone, and not into what is there', async () => {
		const { id } = await submitted(author, 'one thing');
		await submitted(other, 'another thing');
		await expect(revise(other, id, 'my words')).rejects.toThrow('forbidden');
		await expect(revise(author, id, 'ANOTHER thing')).rejects.toThrow('already_exists');
		await age(id, 20);
		await expect(revise(author, id, 'ANOTHER thing')).rejects.toThrow('already_exists');
		await expect(revise(author, id, 'One Thing')).rejects.toThrow('already_exists');
		await expect(revise(author, id, 'ab')).rejects.toThrow('too_short');
		await expect(revise(author, '987654321', 'some words')).rejects.toThrow('not_found');
	});

	it('may say which clues it covers', async () => {
		const answer = await call<{ explanation: Explanation }>(author, 'submit_explanation', {
			campaign_id: campaignId,
			neuron_index: index,
			text: 'one sense of two',
			covers: [7, 3, 7]
		});
		expect(answer.explanation.covers).toEqual([3, 7]);
		expect(await revise(author, answer.explanation.id, 'a sense of two', [5])).toMatchObject({ covers: [5] });
		for (const covers of [[-1], Array.from({ length: 51 }, (_, i) => i)]) {
			const args = { campaign_id: campaignId, neuron_index: index, text: 'too many', covers };
			await expect(call(author, 'submit_explanation', args)).rejects.toThrow('invalid');
		}
	});

	it('is found by its words', async () => {
		const { id } = await submitted(author, 'capital letters of zebras');
		await submitted(other, 'zebra crossings');
		const find = (words: string) =>
			call<{ id: string; neuron_index: number }[]>(other, 'search_explanations', {
				campaign_id: campaignId,
				words
			});
		expect(await find('ZEBRAS letters')).toMatchObject([{ id, neuron_index: index }]);
		expect(await find('zebras -capital')).toEqual([]);
		expect(await find('nothing of the kind')).toEqual([]);
		expect(await find('')).toEqual([]);
		expect(await find('"\'&|!() :*')).toEqual([]);
	});

	it('holds no links, addresses or listed words', async () => {
		expect(await serviceRpcOf(backend)('set_blocked_words', { words: ['blockedword', 'x'] })).toBe(1);
		const unfit = [
			'see http://spam.example now',
			'www.spam.example is great',
			'write to me@spam.example.org',
			'cheap stuff at spam.com',
			'SPAM.NET today',
			'go to spam.com.',
			'(spam.biz)',
			'spam．com is wide',
			'me＠spam．example',
			'at spämer.de',
			'me@späm.example',
			'a blockedword here',
			'a BlockedWord!',
			'ｂｌｏｃｋｅｄｗｏｒｄ'
		];
		for (const text of unfit) await expect(submitted(author, text), text).rejects.toThrow('unfit');
		const fit = [
			'e.g. numbers, i.e. digits',
			'ends in .com or similar'.replace('.com', 'com'),
			'and/or',
			'blocked word',
			'version 2.5'
		];
		for (const text of fit) expect((await submitted(other, text)).text).toBe(text);
		const { id } = await submitted(author, 'good words');
		await expect(revise(author, id, 'http://spam.example')).rejects.toThrow('unfit');
	});

	it('shows the eleventh of a new author on one day to that author alone', async () => {
		const ids: string[] = [];
		for (let i = 0; i < 11; i++) ids.push((await submitted(author, `words number ${i}`)).id);
		const seenBy = async (player: Player) => {
			const listed = await explanationsOf(player.store, { campaignId, index });
			return listed.ok ? listed.value.map(({ id }) => id) : [];
		};
		expect(await seenBy(author)).toHaveLength(11);
		expect(await seenBy(other)).not.toContain(ids[10]);
		expect(await castVote(other.store, { explanationId: ids[10]!, value: 1 })).toMatchObject({
			error: { code: 'not_found' }
		});
		await backend.database.run(`update game.players set answered_count = 20 where id = '${author.id}';
			delete from game.upkeep`);
		await serviceRpcOf(backend)('run_upkeep', {});
		expect(await seenBy(other)).toHaveLength(11);
	});
});
