// Which version of the app runs, and whether a newer one waits. Registers the service worker; a new version is offered
// to the player and never takes over by itself while something may be on the table.
import { version } from '$app/environment';
import type { ToServiceWorker } from '../shell/messages.ts';
import { versionLock } from '../shell/shell-cache.ts';

/** A page that stays open for days still hears of new versions. */
const LOOK_EVERY_MS = 30 * 60_000;
const OLD_WORKER_MS = 1_000;

const tell = (worker: ServiceWorker | null, message: ToServiceWorker) => worker?.postMessage(message);

export class AppVersion {
	/** A newer version is on this device and waits. */
	isNewReady = $state(false);
	#registration: ServiceWorkerRegistration | undefined;
	#wantsNew = false;

	/** Begins to look for new versions. Only in the browser; does nothing where there are no service workers. */
	async start(): Promise<void> {
		if (!('serviceWorker' in navigator)) return;
		this.#holdLock();
		navigator.serviceWorker.addEventListener('controllerchange', () => this.#changed());
		try {
			const registration = await navigator.serviceWorker.register('/service-worker.js', {
				updateViaCache: 'none'
			});
			this.#registration = registration;
			this.#watch(registration);
		} catch (error) {
			console.warn('This browser keeps nothing for offline use:', error);
		}
	}

	/** While a page runs a version, the service worker keeps that version's files. */
	#holdLock(): void {
		void navigator.locks?.request(versionLock(version), { mode: 'shared' }, () => {
			tell(navigator.serviceWorker.controller, { type: 'started' });
			return new Promise(() => {}); // until the page is gone
		});
	}

	#watch(registration: ServiceWorkerRegistration): void {
		if (registration.waiting) void this.#offer(registration.waiting);
		registration.addEventListener('updatefound', () => {
			const worker = registration.installing;
			worker?.addEventListener('statechange', () => {
				if (worker.state === 'installed' && navigator.serviceWorker.controller) void this.#offer(worker);
			});
		});
		setInterval(() => void registration.update().catch(() => {}), LOOK_EVERY_MS);
	}

	/** A page that already runs the waiting version needs no offer, and nobody else minds when no other is open. */
	async #offer(worker: ServiceWorker): Promise<void> {
		if ((await versionOfWorker(worker)) !== version) this.isNewReady = true;
		else if (await runsAlone()) tell(worker, { type: 'take-over' });
	}

	/** Another tab took the new version: this one may go on with the old one as long as it likes. */
	#changed(): void {
		if (this.#wantsNew) location.reload();
	}

	/** Reloads the page with the new version. */
	reload(): void {
		this.#wantsNew = true;
		const waiting = this.#registration?.waiting;
		if (waiting) tell(waiting, { type: 'take-over' });
		else location.reload(); // it has taken over from another tab
	}
}

function versionOfWorker(worker: ServiceWorker): Promise<string | undefined> {
	const { port1, port2 } = new MessageChannel();
	return new Promise((resolve) => {
		port1.onmessage = ({ data }: MessageEvent<string>) => resolve(data);
		setTimeout(() => resolve(undefined), OLD_WORKER_MS);
		worker.postMessage({ type: 'which' } satisfies ToServiceWorker, [port2]);
	});
}

/** No open page runs another version. */
async function runsAlone(): Promise<boolean> {
	const { held = [] } = await navigator.locks.query();
	return held.every(({ name }) => !name?.startsWith(versionLock('')) || name === versionLock(version));
}
