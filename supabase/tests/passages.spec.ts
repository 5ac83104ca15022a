// Which passages blind rounds draw: none that a day's puzzle has shown.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dailyPuzzle } from '../../src/lib/data/boards.ts';
import { DARK_WANTED } from '../../src/lib/game/daily.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newPlayer } from '../../src/testing/players.ts';
import { fires, publishWithExhibits } from '../../src/testing/rounds.ts';

/** Of the forty quiet passages every second one is no near miss (publishWithExhibits). */
const EACH = 40;
const DRAWS = 40;

describeOnBoth('passages of blind rounds', (open) => {
	let backend: Backend;
	beforeAll(async () => {
		backend = await open();
	});
	afterAll(() => backend.close());

	/** Quiet passages that are no near misses and come up in many draws, by their place among such. */
	async function plainDrawn(campaignId: string, playerId: string): Promise<Set<number>> {
		const rows = await backend.database
			.run(`select d.passage::text as passage from generate_series(1, ${DRAWS}) i,
			lateral game.draw_passages('${playerId}', '${campaignId}', least(0, i), 2, 4) d`);
		const plain = rows.map(({ passage }) => Number(passage)).filter((passage) => !fires(passage));
		return new Set(plain.filter((passage) => passage % 2 === 0).map((passage) => (passage % 1000) / 2));
	}

	it('are never those that the puzzle of a day may show', async () => {
		const campaignId = await publishWithExhibits(backend, 1, 'daily', EACH);
		const player = await newPlayer(backend);
		const before = await plainDrawn(campaignId, player.id);
		expect(Math.min(...before)).toBeLessThan(DARK_WANTED);
		expect(await dailyPuzzle(player.store, campaignId)).toMatchObject({ value: { index: 0 } });
		const after = await plainDrawn(campaignId, player.id);
		expect(after.size).toBeGreaterThan(3);
		expect(Math.min(...after)).toBeGreaterThanOrEqual(DARK_WANTED);
	});
});
