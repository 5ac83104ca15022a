// Every verb of src/lib/data once through the real store: names, arguments and shapes fit on both sides.
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as boards from '../../src/lib/data/boards.ts';
import { finishCheck, finishIntruder, startCheck, startIntruder } from '../../src/lib/data/checks.ts';
import * as explanations from '../../src/lib/data/explanations.ts';
import * as moderation from '../../src/lib/data/moderation.ts';
import * as players from '../../src/lib/data/players.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { blockedWords } from '../../src/lib/server/blocked-words.ts';
import type { Result } from '../../src/lib/util/result.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newClient, newPlayer, serviceRpcOf, storeOf, type Player } from '../../src/testing/players.ts';
import { fires, publishWithExhibits } from '../../src/testing/rounds.ts';

const CAMPAIGN = 'verbs';

describeOnBoth('verbs', (open) => {
	let backend: Backend;
	let author: Player;
	let other: Player;
	let id: string;
	beforeAll(async () => {
		backend = await open();
		await publishWithExhibits(backend, 4, CAMPAIGN);
		[author, other] = [await newPlayer(backend), await newPlayer(backend)];
		id = (await value(submit(author, 'words to begin with', [3]))).explanation.id;
	});
	afterAll(() => backend.close());

	async function value<T>(answer: Promise<Result<T, { code: string }>>): Promise<T> {
		const result = await answer;
		if (!result.ok) throw new Error(result.error.code);
		return result.value;
	}
	const submit = ({ store }: Player, text: string, covers?: number[]) =>
		explanations.submitExplanation(store, { campaignId: CAMPAIGN, index: 0, text, covers });

	it('on explanations', async () => {
		const { store } = author;
		const revised = await value(
			explanations.reviseExplanation(store, { explanationId: id, text: 'better words' })
		);
		expect(revised).toMatchObject({ id, text: 'better words', covers: [3], mine: true, status: 'shown' });
		const found = await value(
			explanations.searchExplanations(other.store, { campaignId: CAMPAIGN, words: 'better' })
		);
		expect(found).toMatchObject([{ id, index: 0, scoreLow: expect.any(Number) }]);
		expect(await value(explanations.historyOf(other.store, id))).toMatchObject({
			wordings: [{ text: 'words to begin with' }]
		});
	});

	it('on blind rounds', async () => {
		const round = await value(startCheck(other.store, CAMPAIGN));
		expect(round).toMatchObject({ index: 0, explanation: 'better words', explanationId: id });
		const judged = await value(
			finishCheck(other.store, { roundId: round.id, fires: round.passages.map(fires) })
		);
		expect(judged).toMatchObject({ accuracy: 1, isCalibration: true, points: 0 });
		expect(judged.shares.some((share) => share > 0.25)).toBe(true);
		const intruder = await value(startIntruder(other.store, CAMPAIGN));
		expect(intruder).toMatchObject({ explanation: null, explanationId: null });
		const odd = intruder.passages.findIndex((passage) => !fires(passage));
		expect(await value(finishIntruder(other.store, { roundId: intruder.id, odd }))).toMatchObject({
			accuracy: 1
		});
	});

	it('on players', async () => {
		const nobody = storeOf(newClient(backend.fetch));
		expect(await value(players.me(nobody))).toBeNull();
		const profile = await value(
			players.updateProfile(author.store, { name: 'Verba', isListed: true, region: 'asia' })
		);
		expect(profile).toMatchObject({ name: 'Verba', isListed: true, isCredited: false, region: 'asia' });
		expect(await value(players.me(author.store))).toEqual(profile);
		expect(await value(players.exportMyData(author.store))).toHaveProperty('explanations');
		const code = await value(players.prepareMerge(author.store));
		await expect(value(players.claimMerge(other.store, code))).rejects.toThrow('forbidden');
		await backend.database.run(`update auth.users set is_anonymous = false where id = '${other.id}'`);
		expect(await value(players.claimMerge(other.store, code))).toMatchObject({
			name: 'Verba',
			isAnonymous: false
		});
		const leaver = await newPlayer(backend);
		await value(submit(leaver, 'words of a leaver'));
		expect(await value(players.deleteAccount(leaver.store, { keepExplanations: false }))).toBeNull();
	});

	it('on contests', async () => {
		await backend.database.run(`select game.earn('${other.id}', 7, 'round', '${CAMPAIGN}', 0)`);
		await value(players.updateProfile(other.store, { isListed: true }));
		await serviceRpcOf(backend)('run_upkeep', {});
		const [first] = await value(boards.leaderboard(other.store, { period: 'week' }));
		expect(first).toMatchObject({ rank: 1, name: 'Verba', isMe: true });
		expect(await value(boards.leaderboard(other.store, { period: 'day', day: '2020-01-01' }))).toEqual([]);
		expect(await value(boards.myRank(other.store, { period: 'all' }))).toMatchObject({
			rank: 1,
			isExact: true
		});
		const quests = await value(boards.quests(other.store));
		expect(quests.map(({ kind }) => kind).sort()).toEqual(['month', 'week']);
		expect(await value(boards.questBoard(other.store, quests[0]!.id))).toBeInstanceOf(Array);
		expect((await value(boards.myBadges(other.store))).map(({ badge }) => badge)).toContain('first-answer');
		expect(await value(boards.dailyPuzzle(other.store, CAMPAIGN))).toMatchObject({
			index: expect.any(Number)
		});
	});

	it('on moderation', async () => {
		const reporter = await newPlayer(backend);
		await value(
			moderation.reportExplanation(reporter.store, { explanationId: id, reason: 'spam', note: 'hm' })
		);
		await value(moderation.sendFeedback(reporter.store, { text: 'a message', page: '/' }));
		await serviceRpcOf(backend)('set_role', { player_id: reporter.id, role: 'moderator' });
		await backend.database.run(`update game.explanations set status = 'hidden' where id = ${id}`);
		expect(await value(moderation.reviewQueue(reporter.store))).toMatchObject([
			{ id, index: 0, reports: [{ reason: 'spam', note: 'hm' }] }
		]);
		await value(moderation.decide(reporter.store, { explanationId: id, decision: 'keep' }));
		const [message] = await value(moderation.feedbackQueue(reporter.store));
		await value(moderation.handleFeedback(reporter.store, message!.id));
		expect(await value(moderation.feedbackQueue(reporter.store))).toEqual([]);
	});

	it('refuse the words of the maintained list, and no plain ones', async () => {
		const words = blockedWords();
		expect(words.length).toBeGreaterThan(300);
		expect(await serviceRpcOf(backend)('set_blocked_words', { words })).toBe(words.length);
		const author = await newPlayer(backend);
		const longest = words.filter((word) => /^[a-z]+$/.test(word)).sort((a, b) => b.length - a.length)[0]!;
		await expect(value(submit(author, `it fires on ${longest}`))).rejects.toThrow('unfit');
		expect(await value(submit(author, 'parts of the body, rude words, insults'))).toMatchObject({
			becameVote: false
		});
	});
});
