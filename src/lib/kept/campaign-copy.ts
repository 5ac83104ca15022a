// The copy of a campaign on this device: its index, packs and passages in one cache for each build of it, so that an
// old and a new campaign never mix. Its manifest is written last: with it the copy is whole.
import { openCampaign, type Campaign } from '../campaign/campaign.ts';
import { CampaignError } from '../campaign/campaign-error.ts';
import { isWhole } from '../campaign/container.ts';
import { offlineFiles, type CampaignManifest } from '../campaign/manifest.ts';
import { eachOf } from '../util/each-of.ts';

const CACHE_NAME = /^campaign-(.+)-([0-9a-f]{16})$/;
const MANIFEST = 'manifest.json';
/** Requests under way at once, as browsers have over HTTP/1.1. */
const AT_ONCE = 6;

const cacheName = ({ id, root }: CampaignManifest): string => `campaign-${id}-${root}`;
const addressOf = (id: string, path: string): string => `/campaigns/${id}/${path}`;

async function fetchOk(address: string, cache: RequestCache = 'default'): Promise<Response> {
	const response = await fetch(address, { cache });
	if (!response.ok) throw new Error(`${address}: ${response.status}`);
	return response;
}

const bytesOf = async (response: Response): Promise<Uint8Array> =>
	new Uint8Array(await response.arrayBuffer());

/** The file's bytes from the server, whole; a second attempt passes the browser's own cache by. */
async function fetchWhole(id: string, path: string): Promise<Uint8Array<ArrayBuffer>> {
	for (const cache of ['default', 'reload'] as const) {
		const bytes = await bytesOf(await fetchOk(addressOf(id, path), cache));
		if (isWhole(bytes)) return bytes as Uint8Array<ArrayBuffer>;
	}
	throw new CampaignError('damaged', `The campaign file ${path} arrived damaged.`);
}

export interface CopyOptions {
	/** Ends the work; what is here stays and is not fetched again. */
	signal: AbortSignal;
	/** More bytes are here. */
	onBytes: (bytes: number) => void;
	/** A kept file was damaged; it was taken away and is fetched anew. */
	onDamaged: (path: string) => void;
}

/** The manifest that the server has now. Rejects when it does not answer, or with a CampaignError. */
export const servedManifest = async (id: string): Promise<CampaignManifest> =>
	(await openCampaign(async (path) => bytesOf(await fetchOk(addressOf(id, path), 'no-cache')))).manifest;

/** Fetches what is missing of the campaign as the server has it, and checks every file. Rejects when the line is lost,
 *  the signal fires, or there is no room (a QuotaExceededError). */
export async function keepCampaign(id: string, { signal, onBytes, onDamaged }: CopyOptions): Promise<void> {
	const manifest = await servedManifest(id);
	const cache = await caches.open(cacheName(manifest));
	await eachOf(offlineFiles(manifest), AT_ONCE, async (path) => {
		signal.throwIfAborted();
		const kept = await cache.match(addressOf(id, path));
		const found = kept && (await bytesOf(kept));
		if (found && isWhole(found)) return onBytes(found.length);
		if (found) onDamaged(path);
		const bytes = await fetchWhole(id, path);
		await cache.put(addressOf(id, path), new Response(bytes));
		onBytes(bytes.length);
	});
	await cache.put(addressOf(id, MANIFEST), new Response(JSON.stringify(manifest)));
	for (const { name, ...other } of await copies()) {
		if (other.id === id && name !== cacheName(manifest)) await caches.delete(name);
	}
}

/** All copies on this device, unfinished ones too. */
async function copies(): Promise<{ name: string; id: string }[]> {
	const names = await caches.keys();
	return names.flatMap((name) => {
		const id = CACHE_NAME.exec(name)?.[1];
		return id === undefined ? [] : [{ name, id }];
	});
}

/** Bytes of the campaign's files that are here, of the build that the server has now; by size only. */
export async function campaignKeptBytes(manifest: CampaignManifest): Promise<number> {
	if (!(await caches.has(cacheName(manifest)))) return 0;
	const cache = await caches.open(cacheName(manifest));
	const files = (await cache.keys()).filter(({ url }) => !url.endsWith(MANIFEST));
	const sizes = await Promise.all(files.map(async (file) => (await (await cache.match(file))!.blob()).size));
	return sizes.reduce((sum, size) => sum + size, 0);
}

async function wholeCopy(id: string): Promise<{ cache: Cache; manifest: Response } | undefined> {
	for (const copy of await copies()) {
		if (copy.id !== id) continue;
		const cache = await caches.open(copy.name);
		const manifest = await cache.match(addressOf(id, MANIFEST));
		if (manifest) return { cache, manifest };
	}
	return undefined;
}

/** Ids of the campaigns of which a whole copy is here. */
export async function keptCampaigns(): Promise<string[]> {
	if (!globalThis.caches) return []; // not over plain http
	const ids = [...new Set((await copies()).map(({ id }) => id))];
	const whole = await Promise.all(ids.map(wholeCopy));
	return ids.filter((_, i) => whole[i]);
}

/** Opens the whole copy of a campaign; undefined when there is none. A file that turns out damaged is dropped and
 *  fetched anew; without the server its reading rejects with a CampaignError that names it. */
export async function openKeptCampaign(id: string): Promise<Campaign | undefined> {
	const copy = globalThis.caches && (await wholeCopy(id));
	if (!copy) return undefined;
	const { cache, manifest } = copy;
	const read = async (path: string): Promise<Uint8Array> => {
		if (path === MANIFEST) return bytesOf(manifest.clone());
		const kept = await cache.match(addressOf(id, path));
		const bytes = kept && (await bytesOf(kept));
		if (bytes && isWhole(bytes)) return bytes;
		await cache.delete(addressOf(id, path));
		return refetch(id, path, cache);
	};
	return openCampaign(read, { from: 'packs' });
}

async function refetch(id: string, path: string, cache: Cache): Promise<Uint8Array> {
	try {
		const bytes = await fetchWhole(id, path);
		await cache.put(addressOf(id, path), new Response(bytes));
		return bytes;
	} catch (cause) {
		const message = `The kept file ${path} was damaged and is fetched again once the server answers.`;
		throw new CampaignError('damaged', message, { cause });
	}
}

/** Takes every copy of a campaign away from this device. */
export async function removeCampaign(id: string): Promise<void> {
	for (const copy of await copies()) if (copy.id === id) await caches.delete(copy.name);
}
