// Sends a player's text to the server, which measures it again before it counts. No value goes along.
import { browserStore } from '../data/browser-store.ts';
import type { StoreError } from '../data/nouns.ts';
import { updateProfile } from '../data/players.ts';
import { storeError } from '../data/store-errors.ts';
import { err, type Result } from '../util/result.ts';

export interface Recorded {
	isRecord: boolean;
	peak: number;
	best: number;
	beatsCorpus: boolean;
}

export interface Proved {
	stance: 'for' | 'against';
	fires: boolean;
	peak: number;
	isNew: boolean;
}

/** The server writes in the name of a player, so there must be one; changing nothing makes one. */
async function send<T>(path: string, claim: unknown): Promise<Result<T, StoreError>> {
	const player = await updateProfile(browserStore(), {});
	if (!player.ok) return player;
	try {
		const response = await fetch(path, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(claim)
		});
		return response.ok ? ((await response.json()) as Result<T, StoreError>) : err(storeError('server'));
	} catch {
		return err(storeError('offline'));
	}
}

/** A text that is meant to be the neuron's brightest. */
export const sendRecord = (claim: { index: number; text: string }) => send<Recorded>('/play/record', claim);

/** A text that an explanation gets wrong (or right): what it predicts of it, in the player's reading. */
export const sendEvidence = (claim: { explanationId: string; text: string; predictsFiring: boolean }) =>
	send<Proved>('/play/evidence', claim);
