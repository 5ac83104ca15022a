// "Made me laugh": counted once for each player, apart from votes and scores, and gone with the player.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { submitExplanation } from '../../src/lib/data/explanations.ts';
import { funniest, laughsOf, setLaugh } from '../../src/lib/data/laughs.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newClient, newPlayer, publishSample, storeOf, type Player } from '../../src/testing/players.ts';
import { call } from '../../src/testing/rounds.ts';

describeOnBoth('laughs', (open) => {
	let backend: Backend;
	let campaignId: string;
	let author: Player;
	let ann: Player;
	let bob: Player;
	let ids: string[];
	beforeAll(async () => {
		backend = await open();
		campaignId = await publishSample(backend);
		[author, ann, bob] = [await newPlayer(backend), await newPlayer(backend), await newPlayer(backend)];
		ids = [];
		for (const [index, text] of [
			[0, 'grandpa looking for his glasses'],
			[0, 'the verb to be'],
			[4, 'cats that pay taxes']
		] as const) {
			const written = await submitExplanation(author.store, { campaignId, index, text });
			if (!written.ok) throw new Error(written.error.code);
			ids.push(written.value.explanation.id);
		}
	});
	afterAll(() => backend.close());

	const laugh = (player: Player, id: string, laughed = true) =>
		setLaugh(player.store, { explanationId: id, laughed });
	const list = async () => {
		const found = await funniest(bob.store, campaignId);
		if (!found.ok) throw new Error(found.error.code);
		return found.value.map(({ index, laughs, explanation }) => [index, laughs, explanation.id]);
	};

	it('are counted once for each player, and can be taken back', async () => {
		expect(await laugh(ann, ids[0]!)).toEqual({ ok: true, value: { id: ids[0], laughs: 1, laughed: true } });
		expect(await laugh(ann, ids[0]!)).toMatchObject({ value: { laughs: 1 } });
		expect(await laugh(bob, ids[2]!)).toMatchObject({ value: { laughs: 1 } });
		expect(await laugh(ann, ids[2]!)).toMatchObject({ value: { laughs: 2 } });
		expect(await list()).toEqual([
			[4, 2, ids[2]],
			[0, 1, ids[0]]
		]);
		expect(await laugh(ann, ids[2]!, false)).toMatchObject({ value: { laughs: 1, laughed: false } });
		expect(await laugh(ann, ids[2]!, false)).toMatchObject({ value: { laughs: 1 } });
		const of = (player: Player) => laughsOf(player.store, { campaignId, index: 0 });
		expect(await of(ann)).toEqual({ ok: true, value: [{ id: ids[0], laughs: 1, laughed: true }] });
		expect(await of(bob)).toEqual({ ok: true, value: [{ id: ids[0], laughs: 1, laughed: false }] });
		const nobody = storeOf(newClient(backend.fetch));
		expect(await laughsOf(nobody, { campaignId, index: 0 })).toMatchObject({ value: [{ laughed: false }] });
	});

	it('move neither votes nor score nor points', async () => {
		await laugh(bob, ids[1]!);
		const [row] = await backend.database
			.run(`select votes_up::text, rounds::text, (score_mean = (select score_mean
			from game.explanations where id = ${ids[0]}))::text as same from game.explanations where id = ${ids[1]}`);
		expect(row).toEqual({ votes_up: '0', rounds: '0', same: 'true' });
		expect(await backend.database.run(`select from game.points where player_id = '${author.id}'`)).toEqual(
			[]
		);
	});

	it('are refused on one’s own and on what cannot be seen', async () => {
		expect(await laugh(author, ids[0]!)).toMatchObject({ error: { code: 'own_explanation' } });
		expect(await laugh(ann, '999999')).toMatchObject({ error: { code: 'not_found' } });
		await backend.database.run(`update game.explanations set status = 'hidden' where id = ${ids[2]}`);
		expect(await laugh(ann, ids[2]!)).toMatchObject({ error: { code: 'not_found' } });
		expect((await list()).map(([, , id]) => id)).not.toContain(ids[2]);
		expect(await laughsOf(ann.store, { campaignId, index: 4 })).toEqual({ ok: true, value: [] });
		await backend.database.run(`update game.explanations set status = 'shown' where id = ${ids[2]}`);
	});

	it('are taken along, merged without counting twice, and go with their player', async () => {
		expect(await call(bob, 'export_my_data')).toMatchObject({
			laughs: [{ explanation_id: ids[2] }, { explanation_id: ids[1] }]
		});
		const guest = await newPlayer(backend);
		await laugh(guest, ids[1]!);
		await laugh(guest, ids[0]!);
		const code = await call<string>(guest, 'prepare_merge');
		await backend.database.run(`update auth.users set is_anonymous = false where id = '${bob.id}'`);
		await call(bob, 'claim_merge', { code });
		await call(bob, 'finish_merge');
		const counts = async () =>
			(
				await backend.database.run(`select laughs::text as n, (select count(*) from game.laughs l
				where l.explanation_id = e.id)::text as rows from game.explanations e order by id`)
			).map(({ n, rows }) => [n, rows]);
		expect(await counts()).toEqual([
			['2', '2'],
			['1', '1'],
			['1', '1']
		]);
		await call(bob, 'delete_account', { keep_explanations: true });
		expect(await counts()).toEqual([
			['1', '1'],
			['0', '0'],
			['0', '0']
		]);
	});
});
