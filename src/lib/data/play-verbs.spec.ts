// The verbs of blind rounds and of progress, against the real schema.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBoth } from '../../testing/backends.ts';
import { newClient, newPlayer, storeOf, type Player } from '../../testing/players.ts';
import { fires, publishWithExhibits } from '../../testing/rounds.ts';
import type { Backend } from '../server/embedded/backend.ts';
import { dailyPuzzle, myBadges } from './boards.ts';
import { finishCheck, startCheck } from './checks.ts';
import { submitExplanation } from './explanations.ts';
import { me } from './players.ts';

describeOnBoth('blind rounds and progress', (open) => {
	let backend: Backend;
	let campaignId: string;
	let author: Player;
	let player: Player;
	beforeAll(async () => {
		backend = await open();
		campaignId = await publishWithExhibits(backend, 3, 'rounds');
		author = await newPlayer(backend);
		player = await newPlayer(backend);
		await submitExplanation(author.store, { campaignId, index: 1, text: 'words about rain' });
	});
	afterAll(() => backend.close());

	it('gives nothing to somebody who never played', async () => {
		const store = storeOf(newClient(backend.fetch));
		expect(await me(store)).toEqual({ ok: true, value: null });
		expect(await myBadges(store)).toEqual({ ok: true, value: [] });
	});

	it('has no check of one’s own words', async () => {
		expect(await startCheck(author.store, campaignId)).toMatchObject({ error: { code: 'no_checks' } });
	});

	it('gives the same open round again, judges it once and counts it', async () => {
		const round = await startCheck(player.store, campaignId);
		if (!round.ok) throw new Error(round.error.code);
		expect(round.value).toMatchObject({ index: 1, explanation: 'words about rain' });
		expect(round.value.passages).toHaveLength(6);
		expect(await startCheck(player.store, campaignId)).toEqual(round);
		const answer = { roundId: round.value.id, fires: round.value.passages.map(fires) };
		const judged = await finishCheck(player.store, answer);
		expect(judged).toMatchObject({
			value: { truth: answer.fires, accuracy: 1, isCalibration: true, isGold: false }
		});
		expect(await finishCheck(player.store, answer)).toMatchObject({ error: { code: 'already_done' } });
		expect(await me(player.store)).toMatchObject({ value: { rounds: 1, streak: 1, points: 0 } });
	});

	it('has one neuron a day for everyone, with the words of others, done once it was answered', async () => {
		const nobody = storeOf(newClient(backend.fetch));
		const first = await dailyPuzzle(nobody, campaignId);
		if (!first.ok || !first.value) throw new Error('no daily neuron');
		const { index, day, nextAt } = first.value;
		expect(day).toMatch(/^20\d\d-\d\d-\d\d$/);
		expect(Date.parse(nextAt)).toBe(Date.parse(day) + 86_400_000);
		await submitExplanation(author.store, { campaignId, index, text: 'words of the day' });
		const seen = await dailyPuzzle(nobody, campaignId);
		expect(seen).toMatchObject({ value: { index, isDone: false } });
		expect(seen.ok && seen.value?.explanations.map(({ text }) => text)).toContain('words of the day');
		expect(await dailyPuzzle(author.store, campaignId)).toMatchObject({ value: { index, isDone: true } });
	});

	it('gives the badge that an answer earned', async () => {
		await submitExplanation(player.store, { campaignId, index: 0, text: 'words about wind' });
		expect(await myBadges(player.store)).toMatchObject({ value: [{ badge: 'first-answer' }] });
	});
});
