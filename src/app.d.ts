import type { ServerStore } from '$lib/data/client.ts';
import type { ShareHead } from '$lib/ui/share-head.ts';

declare global {
	namespace App {
		interface Error {
			message: string;
			/** The page cannot be had without the server, which is away. */
			needsServer?: boolean;
			/** Since what is kept of it here was damaged; `message` names the file. */
			isDamaged?: boolean;
		}
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
