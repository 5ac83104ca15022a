// Kills a voting process again and again (SIGKILL) and counts acknowledged votes that the store has lost. For a test
// with few rounds and the bench with many.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPglite } from '../lib/server/embedded/pglite.ts';

export interface KillReport {
	acknowledged: number;
	lost: number;
	/** Explanations whose counters differ from a recount. */
	miscounted: number;
}

/** Plays `rounds` rounds on one data folder: start, vote for at least `loadMs`, kill, look. */
export async function killRounds(dataDir: string, rounds: number, loadMs: number): Promise<KillReport> {
	const acknowledged: string[] = [];
	for (let round = 0; round < rounds; round++) acknowledged.push(...(await voteAndKill(dataDir, loadMs)));
	const database = await openPglite(path.join(dataDir, 'pglite'));
	try {
		const votes = await database.run(
			`select player_id || ' ' || explanation_id || ' ' || value as line from game.votes`
		);
		const kept = new Set(votes.map(({ line }) => String(line)));
		const miscounted = await database.run(`select e.id from game.explanations e
			left join game.votes v on v.explanation_id = e.id group by e.id
			having e.votes_up <> count(*) filter (where v.value = 1)
				or e.votes_down <> count(*) filter (where v.value = -1)`);
		return {
			acknowledged: acknowledged.length,
			lost: acknowledged.filter((line) => !kept.has(line)).length,
			miscounted: miscounted.length
		};
	} finally {
		await database.close();
	}
}

async function voteAndKill(dataDir: string, loadMs: number): Promise<string[]> {
	const script = path.join(import.meta.dirname, 'vote-load.ts');
	const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'pipe'] });
	let output = '';
	let errors = '';
	child.stdout.on('data', (chunk: Buffer) => (output += chunk));
	child.stderr.on('data', (chunk: Buffer) => (errors += chunk));
	const gone = once(child, 'exit');
	while (output === '' && child.exitCode === null) await sleep(20);
	await sleep(loadMs);
	child.kill('SIGKILL');
	await gone;
	if (output === '') throw new Error(`the voting process ended by itself:\n${errors}`);
	// A last line without its end was not wholly acknowledged.
	return output.split('\n').slice(0, -1);
}
