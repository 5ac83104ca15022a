// The manifest: asked of the server at every start, so that a new build is noticed; without a connection the one that
// is kept beside the files serves.
import * as v from 'valibot';
import { ModelManifestSchema, type ModelManifest } from '../../../interp/model-manifest.ts';
import { EngineError } from '../../errors.ts';
import { keepText, type PartStore } from './part-store.ts';
import { request, Retryable } from './request.ts';

const KEPT_NAME = 'manifest.json';
/** Kept beside the files without being named by the manifest: which runtime proved faster here. */
export const CHOICE_NAME = 'runtime.json';

function parse(text: string): ModelManifest {
	try {
		return v.parse(ModelManifestSchema, JSON.parse(text));
	} catch (cause) {
		throw new EngineError(
			'corrupt',
			'The model’s manifest is damaged or of another version. Reload the page.',
			{
				cause
			}
		);
	}
}

/** Fetches and validates the manifest at `url`. Rejects with an EngineError. */
export async function fetchManifest(url: string, store: PartStore): Promise<ModelManifest> {
	try {
		const { response } = await request(url, 0, undefined, { cache: 'no-cache' });
		const text = await response.text();
		const manifest = parse(text);
		await keepText(store, KEPT_NAME, text);
		return manifest;
	} catch (error) {
		if (error instanceof EngineError) throw error;
		const kept = await store.open(KEPT_NAME);
		if (kept) return parse(await kept.text());
		throw new EngineError('network', 'The model could not be downloaded. Check your connection.', {
			cause: error instanceof Retryable ? error.cause : error
		});
	}
}

/** Takes away kept files that the manifest does not name: another version's. */
export async function removeStale(store: PartStore, manifest: ModelManifest): Promise<void> {
	const named = new Set(JSON.stringify(manifest).match(/(?<="path":")[^"]+/g));
	for (const name of await store.names()) {
		if (![KEPT_NAME, CHOICE_NAME].includes(name) && !named.has(name)) await store.remove(name);
	}
}
