import type { ServerStore } from '$lib/data/client.ts';
import type { ShareHead } from '$lib/ui/share-head.ts';

declare global {
	namespace App {
		interface PageData {
			/** What the page tells those who show links to it; the layout writes it into the head. */
			share?: ShareHead;
		}
		interface Locals {
			/** The store as the request's player sees it; for server loads. */
			store: ServerStore;
			/** The signed-in player, verified; null for nobody. */
			playerId: string | null;
		}
	}
}

export {};
