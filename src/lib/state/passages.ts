// Whole passages of a campaign's corpus, fetched when somebody asks for one.
import { browserCampaign } from './campaign-files.ts';

/** The tokens of a passage. Rejects with a CampaignError. */
export const passageTokens =
	(campaignId: string) =>
	async (passageId: number): Promise<readonly string[]> => {
		const campaign = await browserCampaign(campaignId);
		return (await campaign.passage(passageId)).tokens;
	};
