// Whole passages of a campaign's corpus, fetched when somebody asks for one.
/** The tokens of a passage. Rejects with a CampaignError. */
export const passageTokens =
	(campaignId: string) =>
	async (passageId: number): Promise<readonly string[]> => {
		const { browserCampaign } = await import('./campaign-files.ts');
		const campaign = await browserCampaign(campaignId);
		return (await campaign.passage(passageId)).tokens;
	};
