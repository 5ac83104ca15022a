// The one verifier of this process: its queue, and the exact builds of the models that it serves.
import { env } from '$env/dynamic/private';
import type { StoreError } from '../data/nouns.ts';
import { err, type Result } from '../util/result.ts';
import type { Verifier } from './evidence.ts';
import { exactModels } from './exact-models.ts';
import { serviceRpc } from './service.ts';
import { createVerifyQueue } from './verify-queue.ts';

const queue = createVerifyQueue();
const modelOf = exactModels(() => env.MODELS_DIR || 'static/models');

async function verifier(): Promise<Verifier | null> {
	const rpc = await serviceRpc();
	return rpc ? { rpc, queue, modelOf } : null;
}

/** Has `check` done by the verifier for a player. Never rejects: what breaks is told to the log. */
export async function verify<T>(
	playerId: string | null,
	check: (verifier: Verifier, playerId: string) => Promise<Result<T, StoreError>>
): Promise<Result<T, StoreError>> {
	if (!playerId) return err({ code: 'signed_out', message: 'Your session has ended. Please try again.' });
	try {
		const ready = await verifier();
		if (ready) return await check(ready, playerId);
		return err({ code: 'server', message: 'This server cannot check texts.' });
	} catch (error) {
		console.error(error);
		return err({ code: 'server', message: 'Something went wrong on the server. Please try again.' });
	}
}
