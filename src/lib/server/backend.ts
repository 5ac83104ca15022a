// The server's one embedded backend: opened once for each process (hot reloading included), closed with it.
import { backUpIfDue } from './embedded/backups.ts';
import { openBackend, type Backend } from './embedded/backend.ts';
import { bundledSchema } from './embedded/bundled-schema.ts';
import type { GitHubSettings } from './embedded/github.ts';
import { createServiceRpc } from './rpc.ts';
import { startUpkeep } from './upkeep.ts';

interface Held {
	opening?: Promise<Backend>;
	/** Ends the clocks: points and boards, backups. */
	stopClocks?: () => Promise<void>;
}
// Outside the module, because the development server loads this module anew after each edit, and a second
// database on the same folder would be refused.
const held: Held = ((globalThis as Record<symbol, unknown>)[Symbol.for('neuronpedia.backend')] ??= {});

export interface BackendSettings {
	dataDir: string;
	databaseUrl?: string;
	github?: GitHubSettings;
}

/** Opens the embedded backend, or gives the open one. Rejects with an error in words for people. */
export function embeddedBackend(settings: BackendSettings): Promise<Backend> {
	held.opening ??= open(settings);
	return held.opening;
}

async function open(settings: BackendSettings): Promise<Backend> {
	const backend = await openBackend({ schema: bundledSchema, ...settings });
	held.stopClocks = startClocks(backend, settings.dataDir);
	(process as NodeJS.EventEmitter).once('sveltekit:shutdown', onShutdown);
	return backend;
}

/** In-process addresses need some origin; no request ever goes there. */
const IN_PROCESS = 'http://localhost';

/** Often enough for a server that is restarted every day. */
const LOOK_FOR_BACKUPS_EVERY_MS = 600_000;

function startClocks(backend: Backend, dataDir: string): () => Promise<void> {
	const { fetch, serviceKey } = backend;
	const stopUpkeep = startUpkeep(createServiceRpc({ url: IN_PROCESS, serviceKey, fetch }));
	const warn = (error: Error) => console.warn(`The backup failed: ${error.message}`);
	const backUp = () => void backUpIfDue(backend.database, dataDir).catch(warn);
	const timer = setInterval(backUp, LOOK_FOR_BACKUPS_EVERY_MS).unref();
	return async () => {
		clearInterval(timer);
		await stopUpkeep();
	};
}

/** The server emits this event when it has answered its last request, and waits for what is handed to `waitFor`.
 *  adapter-node's own server emits it too, without that function. */
function onShutdown(_reason: unknown, waitFor?: (closing: Promise<void>) => void): void {
	const closing = closeBackend();
	waitFor?.(closing);
}

/** Closes the embedded backend if there is one; resolves when everything is on disk. */
export async function closeBackend(): Promise<void> {
	const opening = held.opening;
	held.opening = undefined;
	const backend = await opening?.catch(() => undefined);
	await held.stopClocks?.();
	held.stopClocks = undefined;
	await backend?.close();
}
