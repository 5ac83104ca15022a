// The one store of a browser tab.
import { createBrowserStore, type Store } from './client.ts';
import { addressFor } from './env.ts';

let store: Store | undefined;

/** The tab's store; the same object each time. Only in the browser. */
export function browserStore(): Store {
	return (store ??= createBrowserStore(addressFor(location.origin)));
}
