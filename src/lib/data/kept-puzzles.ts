// Puzzles dealt ahead, today's daily one among them, so that there is something to choose from offline, and the neurons
// answered on this device.
import { dailyPuzzle } from './boards.ts';
import type { Store } from './client.ts';
import { deviceDb, type KeptDaily, type KeptPuzzle } from './device-db.ts';
import type { NeuronRef } from './nouns.ts';
import { answeredPuzzles, nextPuzzle } from './puzzles.ts';

/** An evening's play; each is one small request. */
const WANTED = 24;

/** Deals puzzles ahead until enough are kept. Stops without a word when the server does not answer. */
export async function keepPuzzles(store: Store, campaignId: string): Promise<void> {
	const db = await deviceDb();
	if (!db) return;
	const answered = await answeredPuzzles(store, campaignId);
	if (!answered.ok) return;
	for (const { index } of answered.value) await rememberAnswered({ campaignId, index });
	const kept = (await keptPuzzles(campaignId)).map(({ index }) => index);
	// Of answers that still wait the server knows nothing.
	const here = [...(await answeredHere(campaignId))];
	while (kept.length < WANTED) {
		const dealt = await nextPuzzle(store, { campaignId, exclude: [...kept, ...here] });
		if (!dealt.ok || !dealt.value) return;
		await db.put('puzzles', dealt.value);
		kept.push(dealt.value.index);
	}
}

/** The kept puzzles of a campaign that are not answered yet. */
export async function keptPuzzles(campaignId: string): Promise<KeptPuzzle[]> {
	const db = await deviceDb();
	if (!db) return [];
	const answered = await answeredHere(campaignId);
	const puzzles = await db.getAllFromIndex('puzzles', 'campaignId', campaignId);
	return puzzles.filter(({ index }) => !answered.has(index));
}

/** Neurons of a campaign that were answered on this device. */
export async function answeredHere(campaignId: string): Promise<Set<number>> {
	const keys = await (await deviceDb())?.getAllKeys('answered');
	return new Set((keys ?? []).filter(([id]) => id === campaignId).map(([, index]) => index));
}

/** The neuron was answered: it is not dealt here again. */
export async function rememberAnswered({ campaignId, index }: NeuronRef): Promise<void> {
	const db = await deviceDb();
	await db?.put('answered', { campaignId, index });
	await db?.delete('puzzles', [campaignId, index]);
}

/** Keeps today's daily neuron for the copy of the campaign that is of the build `root`. Stops without a word when the
 *  server does not answer. */
export async function keepDaily(
	store: Store,
	{ campaignId, root }: { campaignId: string; root: string }
): Promise<void> {
	const daily = await dailyPuzzle(store, campaignId);
	if (daily.ok && daily.value) await (await deviceDb())?.put('dailies', { ...daily.value, campaignId, root });
}

/** The daily neuron that was kept for this build of the campaign; undefined when there is none, or when its day was over
 *  at `nowMs`: which neuron comes then, only the server knows. */
export async function keptDaily(
	{ campaignId, root }: { campaignId: string; root: string },
	nowMs: number
): Promise<KeptDaily | undefined> {
	const kept = await (await deviceDb())?.get('dailies', campaignId);
	return kept?.root === root && nowMs < Date.parse(kept.nextAt) ? kept : undefined;
}

/** Takes away what was dealt ahead of a campaign that is kept no more. */
export async function forgetDealt(campaignId: string): Promise<void> {
	const db = await deviceDb();
	const dealt = (await db?.getAllKeysFromIndex('puzzles', 'campaignId', campaignId)) ?? [];
	for (const key of dealt) await db?.delete('puzzles', key);
	await db?.delete('dailies', campaignId);
}
