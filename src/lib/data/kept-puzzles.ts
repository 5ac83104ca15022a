// Puzzles dealt ahead, so that there is something to choose from offline, and the neurons answered on this device.
import type { Store } from './client.ts';
import { deviceDb, type KeptPuzzle } from './device-db.ts';
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
	const kept = await keptPuzzles(campaignId);
	const exclude = kept.map(({ index }) => index);
	while (exclude.length < WANTED) {
		const dealt = await nextPuzzle(store, { campaignId, exclude });
		if (!dealt.ok || !dealt.value) return;
		await db.put('puzzles', dealt.value);
		exclude.push(dealt.value.index);
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
