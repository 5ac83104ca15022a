// The one verifier of this process: its queue, and the exact models on its disk, each opened when first asked for.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { env } from '$env/dynamic/private';
import type { StoreError } from '../data/nouns.ts';
import { err, type Result } from '../util/result.ts';
import type { Verifier } from './evidence.ts';
import { openExactModel, type ExactModel } from './exact-model.ts';
import { serviceRpc } from './service.ts';
import { createVerifyQueue } from './verify-queue.ts';

const MODEL_ID = /^[a-z0-9][a-z0-9-]{0,60}$/;

const queue = createVerifyQueue();
const models = new Map<string, Promise<ExactModel | null>>();

async function openModel(id: string): Promise<ExactModel | null> {
	const dir = path.join(env.EXACT_MODELS_DIR || '.cache/exact', id);
	return MODEL_ID.test(id) && existsSync(path.join(dir, 'manifest.json')) ? openExactModel(dir) : null;
}

/** A missing model is looked for again the next time: it may have been prepared meanwhile. */
function modelOf(id: string): Promise<ExactModel | null> {
	const known = models.get(id) ?? openModel(id);
	models.set(id, known);
	known.then(
		(model) => model === null && models.delete(id),
		() => models.delete(id)
	);
	return known;
}

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
