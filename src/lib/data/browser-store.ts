// The one store of a browser tab, and the outbox through which its writes go.
import { createBrowserStore, type Store } from './client.ts';
import { deviceDb } from './device-db.ts';
import { addressFor } from './env.ts';
import { Outbox, throughOutbox } from './outbox.ts';

let tab: { store: Store; outbox: Outbox } | undefined;

function open(): { store: Store; outbox: Outbox } {
	const direct = createBrowserStore(addressFor(location.origin));
	const outbox = new Outbox({ store: direct, db: deviceDb });
	return { store: throughOutbox(direct, outbox), outbox };
}

/** The tab's store; the same object each time. Only in the browser. */
export const browserStore = (): Store => (tab ??= open()).store;

/** The tab's outbox. Only in the browser. */
export const browserOutbox = (): Outbox => (tab ??= open()).outbox;
