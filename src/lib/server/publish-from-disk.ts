// Publishes the campaigns that lie on the disk when the server starts: {folder}/{id}/manifest.json and neurons.json.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readPublishable } from './campaign-files.ts';
import { publishCampaign } from './publish.ts';
import type { ServiceRpc } from './rpc.ts';

/** Publishes every campaign in `folder` whose content the store does not have yet. A broken campaign is told to the
 *  log and passed over: the others can still be played. */
export async function publishFromDisk(rpc: ServiceRpc, folder: string): Promise<void> {
	for (const id of await campaignIds(folder)) {
		try {
			await publishCampaign(rpc, await readPublishable(path.join(folder, id)));
		} catch (error) {
			console.error(
				`The campaign in ${path.join(folder, id)} was not published: ${(error as Error).message}`
			);
		}
	}
}

/** Names of the folders in `folder`, one for each campaign; none when it does not exist. */
export async function campaignIds(folder: string): Promise<string[]> {
	try {
		const entries = await readdir(folder, { withFileTypes: true });
		return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []; // nothing was prepared yet
		throw error;
	}
}
