// The campaigns' files as pages read them: from the server, where a CDN may answer, or from the copy on this device while
// the server is away and wherever the copy is of the very build that the server has.
import { openCampaign, type Campaign } from '../campaign/campaign.ts';
import { openKeptCampaign } from '../kept/campaign-copy.ts';

const opened = new Map<string, Promise<Campaign>>();

async function fetchBytes(url: string): Promise<Uint8Array> {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`${url}: ${response.status}`);
	return new Uint8Array(await response.arrayBuffer());
}

async function openBest(id: string): Promise<Campaign> {
	const served = openCampaign((path) => fetchBytes(`/campaigns/${id}/${path}`));
	served.catch(() => {}); // heard below, when it is awaited
	const kept = await openKeptCampaign(id).catch(() => undefined);
	if (!kept) return served;
	const isOther = await served.then(
		({ manifest }) => manifest.root !== kept.manifest.root,
		() => false
	);
	return isOther ? served : kept;
}

/** The campaign of this id, opened once for each tab. Rejects with a CampaignError; then it may be tried again. */
export function browserCampaign(id: string): Promise<Campaign> {
	const known = opened.get(id) ?? openBest(id);
	opened.set(id, known);
	known.catch(() => opened.delete(id));
	return known;
}
