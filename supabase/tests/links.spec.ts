// Explanations with an address of their own: found by id, newest first, hidden ones for their author alone.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { evidenceOf } from '../../src/lib/data/evidence.ts';
import {
	explanationById,
	explanationIds,
	explanationsOf,
	historyOf,
	newestExplanations,
	reviseExplanation,
	submitExplanation
} from '../../src/lib/data/explanations.ts';
import { reportExplanation } from '../../src/lib/data/moderation.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newClient, newPlayer, publishSample, storeOf, type Player } from '../../src/testing/players.ts';

describeOnBoth('explanations by their address', (open) => {
	let backend: Backend;
	let campaignId: string;
	let author: Player;
	beforeAll(async () => {
		backend = await open();
		campaignId = await publishSample(backend, 5);
		author = await newPlayer(backend);
	});
	afterAll(() => backend.close());
	const nobody = () => storeOf(newClient(backend.fetch));

	async function submit(text: string, index: number): Promise<string> {
		const answer = await submitExplanation(author.store, { campaignId, index, text });
		if (!answer.ok) throw new Error(answer.error.code);
		return answer.value.explanation.id;
	}

	it('gives one with its neuron, to readers without a session too', async () => {
		const id = await submit('words about harbours', 3);
		const found = { id, text: 'words about harbours', campaignId, index: 3 };
		expect(await explanationById(nobody(), id)).toMatchObject({ ok: true, value: { ...found, mine: false } });
		expect(await explanationById(author.store, id)).toMatchObject({ ok: true, value: { mine: true } });
		expect(await historyOf(nobody(), id)).toMatchObject({ ok: true, value: { wordings: [], earlier: [] } });
		expect(await evidenceOf(nobody(), id)).toEqual({ ok: true, value: [] });
		expect(await explanationById(nobody(), '999999')).toEqual({ ok: true, value: null });
		expect(await historyOf(nobody(), '999999')).toEqual({ ok: true, value: null });
	});

	it('shows a hidden one to its author alone', async () => {
		const id = await submit('words that three dislike', 4);
		for (let i = 0; i < 3; i++) {
			const { store } = await newPlayer(backend);
			expect((await reportExplanation(store, { explanationId: id, reason: 'nonsense' })).ok).toBe(true);
			expect(await explanationById(nobody(), id)).toMatchObject({ value: i < 2 ? { id } : null });
		}
		expect(await explanationById(author.store, id)).toMatchObject({ value: { status: 'hidden' } });
	});

	it('gives the ids of a range, hidden ones left out', async () => {
		const [first, second, third] = [await submit('one', 1), await submit('two', 2), await submit('six', 0)];
		const { store } = author;
		const idsOf = async (from: number, below: number) => {
			const ids = await explanationIds(store, { from, below });
			return ids.ok ? ids.value : ids.error.code;
		};
		expect(await idsOf(Number(first), Number(third))).toEqual([first, second]);
		expect(await idsOf(Number(third), Number(third) + 1)).toEqual([third]);
		const all = await explanationIds(nobody(), { from: 0, below: 10_000 });
		const hidden = await explanationsOf(store, { campaignId, index: 4 });
		const hiddenIds = hidden.ok ? hidden.value.map(({ id }) => id) : [];
		expect(hiddenIds).toHaveLength(1);
		expect(all.ok && all.value.some((id) => hiddenIds.includes(id))).toBe(false);
	});

	it('lists the newest ones first, no more than asked for', async () => {
		const first = await submit('an older one', 0);
		const second = await submit('a newer one', 1);
		const all = await newestExplanations(nobody(), { campaignId, most: 10 });
		const ids = all.ok ? all.value.map(({ id }) => id) : [];
		expect(ids.slice(0, 2)).toEqual([second, first]);
		expect(all.ok && all.value.every(({ text }) => text !== 'words that three dislike')).toBe(true);
		expect(await newestExplanations(nobody(), { campaignId, most: 1 })).toMatchObject({
			value: [{ id: second, index: 1, text: 'a newer one', author: null }]
		});
		expect(await newestExplanations(nobody(), { campaignId: 'none', most: 1 })).toMatchObject({ value: [] });
	});

	it('says when one was last reworded, and that no other has changed', async () => {
		const [first, second] = [await submit('words to better', 2), await submit('words to leave', 2)];
		const dates = async () => {
			const newest = await newestExplanations(nobody(), { campaignId, most: 2 });
			const rows = newest.ok ? newest.value : [];
			expect(rows.map(({ id }) => id)).toEqual([second, first]);
			return rows.map(({ createdAt, updatedAt }) => Date.parse(updatedAt) - Date.parse(createdAt));
		};
		expect(await dates()).toEqual([0, 0]);
		const better = await reviseExplanation(author.store, { explanationId: first, text: 'better words' });
		expect(better).toMatchObject({ ok: true, value: { id: first } });
		const [ofOther, ofBettered] = await dates();
		expect(ofOther).toBe(0);
		expect(ofBettered).toBeGreaterThan(0);
	});
});
