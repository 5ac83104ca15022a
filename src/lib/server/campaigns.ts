// The campaigns on the server's disk: static/campaigns, or CAMPAIGNS_DIR.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { env } from '$env/dynamic/private';
import { openCampaign, type Campaign } from '../campaign/campaign.ts';
import { CampaignError } from '../campaign/campaign-error.ts';
import { campaignIds } from './publish-from-disk.ts';

/** What may stand in an address; anything else never reaches the disk. */
const CAMPAIGN_ID = /^[a-z0-9][a-z0-9-]{0,39}$/;

const folder = (): string => env.CAMPAIGNS_DIR || 'static/campaigns';

/** The ids of all campaigns that this server has. */
export const servedCampaignIds = (): Promise<string[]> => campaignIds(folder());

/** Opens a campaign by its id. Rejects with a CampaignError ('missing' when there is none). */
export async function openServedCampaign(id: string): Promise<Campaign> {
	if (!CAMPAIGN_ID.test(id)) throw new CampaignError('missing', 'There is no such campaign.');
	const dir = path.join(folder(), id);
	return openCampaign((file) => readFile(path.join(dir, file)));
}

/** Id and title of every campaign on the disk that can be read. */
export async function servedCampaigns(): Promise<{ id: string; title: string }[]> {
	const entries = await readdir(env.CAMPAIGNS_DIR || 'static/campaigns', { withFileTypes: true }).catch(
		() => []
	);
	const ids = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
	const opened = await Promise.all(ids.map((id) => openServedCampaign(id).catch(() => undefined)));
	return opened.flatMap((campaign) => campaign?.manifest ?? []).map(({ id, title }) => ({ id, title }));
}
