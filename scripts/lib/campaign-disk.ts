// Campaigns on this machine's disk, for commands that read them.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { openCampaign, type Campaign } from '../../src/lib/campaign/campaign.ts';

const campaignsDir = path.resolve(import.meta.dirname, '../../static/campaigns');

export const campaignDir = (id: string): string => path.join(campaignsDir, id);

/** Opens a campaign folder. Throws in words when there is none, and CampaignErrors when it is damaged. */
export async function openFromDisk(dir: string): Promise<Campaign> {
	if (!existsSync(path.join(dir, 'manifest.json'))) {
		const id = path.basename(dir);
		throw new Error(`There is no campaign ${id} here. Build it first: npm run campaign -- ${id}`);
	}
	return openCampaign((file) => readFile(path.join(dir, file)));
}
