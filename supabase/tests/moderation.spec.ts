// Reports, moderators' decisions and their trail, and messages from players.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { explanationsOf, submitExplanation } from '../../src/lib/data/explanations.ts';
import { castVote } from '../../src/lib/data/votes.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newPlayer, publishSample, serviceRpcOf, type Player } from '../../src/testing/players.ts';
import { call } from '../../src/testing/rounds.ts';

describeOnBoth('moderation', (open) => {
	let backend: Backend;
	let campaignId: string;
	let author: Player;
	let moderator: Player;
	let reporters: Player[];
	let id: string;
	let index = -1;
	beforeAll(async () => {
		backend = await open();
		campaignId = await publishSample(backend, 20);
		moderator = await newPlayer(backend);
		await backend.database.run(
			`insert into game.players (id, name, name_key) values ('${moderator.id}', 'Mo', 'mo')`
		);
		await serviceRpcOf(backend)('set_role', { player_id: moderator.id, role: 'moderator' });
		reporters = await Promise.all(Array.from({ length: 4 }, () => newPlayer(backend)));
	});
	beforeEach(async () => {
		index++;
		await backend.database.run('delete from game.reports; delete from game.write_budgets');
		author = await newPlayer(backend);
		const answer = await submitExplanation(author.store, {
			campaignId,
			index,
			text: 'something that is reported'
		});
		id = answer.ok ? answer.value.explanation.id : '';
	});
	afterAll(() => backend.close());

	const report = (player: Player, reason = 'spam', note?: string) =>
		call(player, 'report_explanation', { explanation_id: id, reason, ...(note && { note }) });
	const seenBy = async (player: Player) => {
		const listed = await explanationsOf(player.store, { campaignId, index });
		return listed.ok ? listed.value.map(({ status }) => status) : [];
	};
	const hide = async () => {
		for (const player of reporters.slice(0, 3)) await report(player);
	};

	it('hides at three distinct reporters, until it is reviewed', async () => {
		expect(await report(reporters[0]!)).toBe('shown');
		expect(await report(reporters[0]!)).toBe('shown'); // again counts nothing
		expect(await report(reporters[1]!, 'offensive', 'rude')).toBe('shown');
		expect(await seenBy(reporters[3]!)).toEqual(['shown']);
		expect(await report(reporters[2]!)).toBe('hidden');
		expect(await seenBy(reporters[3]!)).toEqual([]);
		expect(await seenBy(author)).toEqual(['hidden']);
		expect(await castVote(reporters[3]!.store, { explanationId: id, value: 1 })).toMatchObject({
			error: { code: 'not_found' }
		});
		const queue = await call<{ id: string; reports: unknown[] }[]>(moderator, 'review_queue');
		expect(queue).toMatchObject([{ id, text: 'something that is reported', neuron_index: index }]);
		expect(queue[0]!.reports).toHaveLength(3);
		await call(moderator, 'decide', { explanation_id: id, decision: 'keep', note: 'harmless' });
		expect(await seenBy(reporters[3]!)).toEqual(['shown']);
		expect(await call(moderator, 'review_queue')).toEqual([]);
		expect(await report(reporters[3]!)).toBe('shown'); // it takes three new ones
		const [latest] = await call<object[]>(moderator, 'moderation_trail');
		expect(latest).toMatchObject({ action: 'keep', moderator: 'Mo', explanation_id: id, note: 'harmless' });
	});

	it('removes for good, and may end an author’s writing', async () => {
		await hide();
		await call(moderator, 'decide', { explanation_id: id, decision: 'remove' });
		expect(await seenBy(reporters[3]!)).toEqual([]);
		expect(await seenBy(author)).toEqual(['removed']);
		expect((await submitExplanation(author.store, { campaignId, index, text: 'more of it' })).ok).toBe(true);
		await call(moderator, 'decide', { explanation_id: id, decision: 'ban' });
		expect(await submitExplanation(author.store, { campaignId, index, text: 'even more' })).toMatchObject({
			error: { code: 'forbidden' }
		});
		expect((await explanationsOf(author.store, { campaignId, index })).ok).toBe(true);
	});

	it('lifts a ban again, once, and leaves the explanation as it was', async () => {
		const unban = () => call(moderator, 'decide', { explanation_id: id, decision: 'unban' });
		await expect(unban()).rejects.toThrow('invalid'); // nobody is banned yet
		await call(moderator, 'decide', { explanation_id: id, decision: 'ban' });
		await unban();
		expect((await submitExplanation(author.store, { campaignId, index, text: 'better now' })).ok).toBe(true);
		expect(await seenBy(author)).toContain('removed');
		await expect(unban()).rejects.toThrow('invalid');
		expect((await call<{ action: string }[]>(moderator, 'moderation_trail')).slice(0, 2)).toMatchObject([
			{ action: 'unban', moderator: 'Mo', explanation_id: id },
			{ action: 'ban', moderator: 'Mo', explanation_id: id }
		]);
	});

	it('notes who is made a moderator', async () => {
		const trail = await call<{ action: string; moderator: string | null }[]>(moderator, 'moderation_trail');
		expect(trail.at(-1)).toMatchObject({ action: 'moderator', moderator: null });
	});

	it('takes no reports of one’s own, unknown reasons, long notes or too many', async () => {
		await expect(report(author)).rejects.toThrow('own_explanation');
		await expect(report(reporters[0]!, 'because')).rejects.toThrow('invalid');
		await expect(report(reporters[0]!, 'spam', 'x'.repeat(201))).rejects.toThrow('invalid');
		for (let i = 0; i < 4; i++) {
			const other = await submitExplanation((await newPlayer(backend)).store, {
				campaignId,
				index,
				text: `words ${i}`
			});
			const reported = call(reporters[0]!, 'report_explanation', {
				explanation_id: other.ok ? other.value.explanation.id : '',
				reason: 'other'
			});
			if (i < 3) expect(await reported).toBe('shown');
			else await expect(reported).rejects.toThrow('rate_limited');
		}
	});

	it('is for moderators alone, and not for their own texts', async () => {
		for (const [name, args] of [
			['review_queue', {}],
			['moderation_trail', {}],
			['feedback_queue', {}],
			['decide', { explanation_id: id, decision: 'remove' }],
			['handle_feedback', { feedback_id: '1' }]
		] as const) {
			await expect(call(reporters[0]!, name, args), name).rejects.toThrow('forbidden');
		}
		const own = await submitExplanation(moderator.store, { campaignId, index, text: 'words of a moderator' });
		await expect(
			call(moderator, 'decide', { explanation_id: own.ok ? own.value.explanation.id : '', decision: 'keep' })
		).rejects.toThrow('own_explanation');
		await expect(call(moderator, 'decide', { explanation_id: id, decision: 'burn' })).rejects.toThrow(
			'invalid'
		);
		await expect(call(moderator, 'decide', { explanation_id: '99999999', decision: 'keep' })).rejects.toThrow(
			'not_found'
		);
	});

	it('brings messages of players to moderators', async () => {
		const player = await newPlayer(backend);
		const send = (text: string, page = '/play') => call(player, 'send_feedback', { text, page });
		await send('  It is great.\nTwo lines. ');
		const queue = await call<{ id: string; text: string }[]>(moderator, 'feedback_queue');
		expect(queue).toMatchObject([{ text: 'It is great.\nTwo lines.', page: '/play' }]);
		await call(moderator, 'handle_feedback', { feedback_id: queue[0]!.id });
		expect(await call(moderator, 'feedback_queue')).toEqual([]);
		await expect(call(moderator, 'handle_feedback', { feedback_id: queue[0]!.id })).rejects.toThrow(
			'not_found'
		);
		await expect(send(' a ')).rejects.toThrow('too_short');
		await expect(send('x'.repeat(2001))).rejects.toThrow('too_long');
		await expect(send('a page too long', 'x'.repeat(201))).rejects.toThrow('too_long');
		for (let i = 0; i < 4; i++) await send(`message ${i}`);
		await expect(send('one too many')).rejects.toThrow('rate_limited');
	});
});
