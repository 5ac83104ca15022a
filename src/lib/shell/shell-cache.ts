// The app's own files in the browser's Cache Storage: one cache for each version, so that two never mix. Fills,
// checks and heals them. Used by the service worker, and by pages that keep a campaign for offline use.
import { eachOf } from '../util/each-of.ts';
import { isolationHeaders } from '../util/isolation-headers.ts';
import { sha256Hex } from '../util/sha256-hex.ts';
import { SHELL_LIST_PATH, type ShellFile, type ShellList } from './shell-list.ts';

/** The page that stands for every page while the server is away: it holds no content of its own. */
export const SHELL_PAGE = '/shell';
const PREFIX = 'shell-';
/** Requests under way at once, as browsers have over HTTP/1.1. */
const AT_ONCE = 6;
const ANY_FORM = { ignoreSearch: true, ignoreVary: true };

export const shellCacheName = (version: string): string => PREFIX + version;
export const versionOf = (cacheName: string): string => cacheName.slice(PREFIX.length);
export const shellCacheNames = async (): Promise<string[]> =>
	(await caches.keys()).filter((name) => name.startsWith(PREFIX));

/** The response with the isolation headers, whatever stands between us and the server made of it. */
export function isolated({ body, status, statusText, headers }: Response): Response {
	const all = new Headers(headers);
	for (const [name, value] of Object.entries(isolationHeaders)) all.set(name, value);
	return new Response(body, { status, statusText, headers: all });
}

async function fetchSound(file: ShellFile): Promise<Response> {
	// A second attempt passes the browser's own cache by, which may be what is damaged.
	for (const cache of ['default', 'reload'] as const) {
		const response = await fetch(file.path, { cache });
		if (response.ok && (await isSound(file, response.clone()))) return isolated(response);
	}
	throw new Error(`${file.path} did not arrive as it should`);
}

async function isSound(file: ShellFile, response: Response): Promise<boolean> {
	return (await sha256Hex(new Uint8Array(await response.arrayBuffer()))) === file.sha256;
}

/** A file that another version has kept under the same, content-addressed name. */
async function fromOtherVersion(file: ShellFile): Promise<Response | undefined> {
	for (const name of await shellCacheNames()) {
		const found = await (await caches.open(name)).match(file.path, ANY_FORM);
		if (found && (await isSound(file, found.clone()))) return found;
	}
	return undefined;
}

/** Keeps `files` of a version that are not kept yet; `onBytes` hears of each. Rejects when one cannot be had, or there
 *  is no room: what was kept until then stays and is not fetched again. */
export async function keepFiles(
	version: string,
	files: readonly ShellFile[],
	{ onBytes, signal }: { onBytes?: (bytes: number) => void; signal?: AbortSignal } = {}
): Promise<void> {
	const cache = await caches.open(shellCacheName(version));
	await eachOf(files, AT_ONCE, async (file) => {
		signal?.throwIfAborted();
		if (!(await cache.match(file.path, ANY_FORM))) {
			await cache.put(file.path, (await fromOtherVersion(file)) ?? (await fetchSound(file)));
		}
		onBytes?.(file.sizeBytes);
	});
}

/** The list of a kept version; undefined when there is none. */
export async function shellList(version: string): Promise<ShellList | undefined> {
	const kept = await (await caches.open(shellCacheName(version))).match(SHELL_LIST_PATH, ANY_FORM);
	return kept && ((await kept.json()) as ShellList);
}

/** The files of a version that come only when they are asked for; the server's list where none is kept yet. */
export async function askedFiles(version: string): Promise<ShellFile[]> {
	const list = (await shellList(version)) ?? ((await (await fetch(SHELL_LIST_PATH)).json()) as ShellList);
	return list.files.filter(({ keep }) => keep === 'asked');
}

/** Bytes of `files` that a version keeps. */
export async function keptBytesOf(version: string, files: readonly ShellFile[]): Promise<number> {
	const cache = await caches.open(shellCacheName(version));
	const kept = await Promise.all(files.map(({ path }) => cache.match(path, ANY_FORM)));
	return files.reduce((sum, { sizeBytes }, i) => sum + (kept[i] ? sizeBytes : 0), 0);
}

/** Takes `files` of a version away again. */
export async function removeFiles(version: string, files: readonly ShellFile[]): Promise<void> {
	const cache = await caches.open(shellCacheName(version));
	for (const { path } of files) await cache.delete(path, ANY_FORM);
}

/** Whether this device was asked to keep the app with all that offline play needs. */
async function wasAsked(): Promise<boolean> {
	for (const name of await shellCacheNames()) {
		const asked = (await shellList(versionOf(name)))?.files.filter(({ keep }) => keep === 'asked') ?? [];
		const cache = await caches.open(name);
		for (const { path } of asked) if (await cache.match(path, ANY_FORM)) return true;
	}
	return false;
}

/** Keeps a version: its files, the list of them and the page that stands for all pages. Rejects when the server has
 *  another version meanwhile. */
export async function keepVersion(version: string): Promise<void> {
	const listed = await fetch(SHELL_LIST_PATH, { cache: 'no-cache' });
	const list = (await listed.clone().json()) as ShellList;
	if (list.version !== version) throw new Error(`the server has version ${list.version}, not ${version}`);
	const asked = await wasAsked();
	await keepFiles(
		version,
		list.files.filter(({ keep }) => keep === 'always' || asked)
	);
	const cache = await caches.open(shellCacheName(version));
	const page = await fetch(SHELL_PAGE, { cache: 'no-store' });
	if (!page.ok) throw new Error(`the server answered ${page.status}`);
	await cache.put(SHELL_PAGE, isolated(page));
	await cache.put(SHELL_LIST_PATH, isolated(listed)); // last: with it the version is whole
}

export class ShellCache {
	readonly #version: string;
	/** Paths whose bytes were checked since the service worker started. */
	readonly #sound = new Set<string>();
	#lists = new Map<string, Promise<ShellList | undefined>>();

	constructor(version: string) {
		this.#version = version;
	}

	#list(version: string): Promise<ShellList | undefined> {
		const known = this.#lists.get(version) ?? shellList(version);
		this.#lists.set(version, known);
		// A version that is not whole yet may be later.
		void known.then((list) => list ?? this.#lists.delete(version));
		return known;
	}

	/** A kept file of a version, checked on its first use; a damaged one is dropped. */
	async #take(version: string, path: string): Promise<Response | undefined> {
		const cache = await caches.open(shellCacheName(version));
		const kept = await cache.match(path, ANY_FORM);
		const file = kept && (await this.#list(version))?.files.find((listed) => listed.path === path);
		if (!file) return undefined;
		const key = `${version} ${path}`;
		if (this.#sound.has(key)) return kept;
		if (await isSound(file, kept.clone())) {
			this.#sound.add(key);
			return kept;
		}
		console.warn(`The kept file ${path} was damaged and is dropped.`);
		await cache.delete(path, ANY_FORM);
		return undefined;
	}

	/** A kept file, of this version or, for pages still open from before, of another one. */
	async file(path: string): Promise<Response | undefined> {
		const own = (await this.#take(this.#version, path)) ?? (await this.#refetch(path));
		if (own) return own;
		for (const name of await shellCacheNames()) {
			const found = await this.#take(versionOf(name), path);
			if (found) return found;
		}
		return undefined;
	}

	/** Fetches a file of this version that should be here and is not. */
	async #refetch(path: string): Promise<Response | undefined> {
		const file = (await this.#list(this.#version))?.files.find((listed) => listed.path === path);
		if (file?.keep !== 'always') return undefined;
		await keepFiles(this.#version, [file]).catch(() => {});
		return this.#take(this.#version, path);
	}

	/** The page that stands for all pages. */
	async page(): Promise<Response | undefined> {
		return (await caches.open(shellCacheName(this.#version))).match(SHELL_PAGE, ANY_FORM);
	}

	/** Fetches what is missing or damaged of what every visitor keeps; gives the paths that cannot be had now. */
	async heal(): Promise<string[]> {
		const missing: string[] = [];
		await eachOf((await this.#list(this.#version))?.files ?? [], AT_ONCE, async (file) => {
			if (file.keep !== 'always' || (await this.#take(this.#version, file.path))) return;
			if (!(await this.#refetch(file.path))) missing.push(file.path);
		});
		return missing;
	}

	/** Takes away the versions that no open page runs: each page holds a lock in its version's name. */
	async removeUnused(): Promise<void> {
		const { held = [] } = await navigator.locks.query();
		const used = new Set(held.map(({ name }) => name));
		for (const name of await shellCacheNames()) {
			const version = versionOf(name);
			if (version !== this.#version && !used.has(versionLock(version))) await caches.delete(name);
		}
	}
}

/** The lock that each page holds while it runs a version. */
export const versionLock = (version: string): string => `neuronpedia-version-${version}`;
