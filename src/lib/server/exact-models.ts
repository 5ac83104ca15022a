// The exact builds on this server's disk, each opened when first asked for and kept.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { openExactModel, type ExactModel } from './exact-model.ts';

/** What may stand in a path. */
const MODEL_ID = /^[a-z0-9][a-z0-9-]{0,60}$/;
/** A model that was not there, or damaged, is looked for again after this time: opening one takes a second. */
const LOOK_AGAIN_MS = 10_000;

export type ModelOf = (modelId: string) => Promise<ExactModel | null>;

async function openBelow(folder: string, id: string): Promise<ExactModel | null> {
	const dir = path.join(folder, id);
	if (!MODEL_ID.test(id) || !existsSync(path.join(dir, 'manifest.json'))) return null;
	try {
		return await openExactModel(dir);
	} catch (error) {
		console.error(`The model in ${dir} cannot check texts:`, error);
		return null;
	}
}

/** Gives the models in `folder`; null for one that is missing or not as its manifest says. Never rejects. */
export function exactModels(folder: () => string, lookAgainMs = LOOK_AGAIN_MS): ModelOf {
	const models = new Map<string, Promise<ExactModel | null>>();
	return (id) => {
		let model = models.get(id);
		if (!model) {
			model = openBelow(folder(), id);
			models.set(id, model);
			const forget = () => models.delete(id);
			void model.then((opened) => opened ?? setTimeout(forget, lookAgainMs).unref());
		}
		return model;
	};
}
