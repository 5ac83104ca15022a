// What so many players at once get from PGlite: the game's mix of calls, as fast as they are answered.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openBackend, type Backend } from '../../../src/lib/server/embedded/backend.ts';
import { seededRandom } from '../../../src/lib/util/seeded-random.ts';
import { readSchema } from '../disk-schema.ts';
import { CALLS, GAME_MIX } from './calls.ts';
import { createCaller } from './client.ts';
import { fill, FULL, playerId, scaled } from './fill.ts';
import type { Turn } from './turn.ts';

/** A busy campaign of one server: a thousand players, three thousand explanations. */
const SHARE = 0.01;

export interface Mix {
	perSecond: number;
	/** CPU time of this process for each call: gateway, tokens and database together. It says what the machine could do
	 *  with nothing else to do. */
	cpuMsEach: number;
	errors: string[];
}

async function play(backend: Backend, clients: number, seconds: number): Promise<Mix> {
	const size = scaled(FULL, SHARE);
	await fill(backend.database, size, () => {});
	const random = seededRandom(2);
	const below = (end: number) => Math.floor(random() * end);
	const call = await createCaller(backend);
	const draws = GAME_MIX.flatMap(([name, weight]) => Array<string>(weight).fill(name));
	const errors: string[] = [];
	let done = 0;
	const cpuBefore = process.cpuUsage();
	const startedAt = performance.now();
	const playOn = async () => {
		while (performance.now() < startedAt + seconds * 1000) {
			const name = draws[below(draws.length)]!;
			const turn: Turn = { number: done, player: playerId(1 + below(size.players)), size, call, below };
			// Measured as they come: a round that is open is given again, as to a player who reloads the page.
			const prepared = name === 'start_check' ? { args: { campaign_id: 'bench' } } : await CALLS[name]!(turn);
			const { error } = await call(turn.player, name, prepared!.args);
			if (error) errors.push(`${name}: ${error}`);
			done++;
		}
	};
	await Promise.all(Array.from({ length: clients }, playOn));
	const { user, system } = process.cpuUsage(cpuBefore);
	const perSecond = done / ((performance.now() - startedAt) / 1000);
	return { perSecond, cpuMsEach: (user + system) / 1000 / done, errors };
}

/** Opens a store in a folder of its own, fills it and lets `clients` play for so long. */
export async function gameMix(clients: number, seconds: number): Promise<Mix> {
	const dataDir = mkdtempSync(path.join(tmpdir(), 'neuronpedia-bench-'));
	const backend = await openBackend({ schema: readSchema(), dataDir });
	try {
		return await play(backend, clients, seconds);
	} finally {
		await backend.close();
		rmSync(dataDir, { recursive: true, force: true });
	}
}
