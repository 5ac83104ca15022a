// The campaigns' files as the browser fetches them: static, so that a CDN or the offline copy may answer.
import { openCampaign, type Campaign } from '../campaign/campaign.ts';

const opened = new Map<string, Promise<Campaign>>();

async function fetchBytes(url: string): Promise<Uint8Array> {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`${url}: ${response.status}`);
	return new Uint8Array(await response.arrayBuffer());
}

/** The campaign of this id, opened once for each tab. Rejects with a CampaignError; then it may be tried again. */
export function browserCampaign(id: string): Promise<Campaign> {
	const known = opened.get(id) ?? openCampaign((path) => fetchBytes(`/campaigns/${id}/${path}`));
	opened.set(id, known);
	known.catch(() => opened.delete(id));
	return known;
}
