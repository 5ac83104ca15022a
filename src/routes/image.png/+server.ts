// The site's own share image: the question, and a clue of the home campaign's clearest neuron.
import { homeCampaign } from '$lib/server/deal.ts';
import { findCampaign } from '$lib/server/neuron-page.ts';
import { imageAnswer } from '$lib/server/share/image-answer.ts';
import { linkTexts } from '$lib/ui/texts-links.ts';
import type { RequestHandler } from './$types';

const texts = linkTexts.head;

async function clearestNeuron() {
	const campaign = await findCampaign(homeCampaign());
	const [clearest] = ((await campaign?.summaries()) ?? [])
		.filter(({ flags }) => flags.length === 0)
		.sort((a, b) => a.difficulty - b.difficulty || a.index - b.index);
	return campaign && clearest ? campaign.neuron(clearest.index) : null;
}

export const GET: RequestHandler = async ({ request }) => {
	const neuron = await clearestNeuron();
	return imageAnswer(request, {
		sentence: texts.question,
		site: texts.site,
		place: texts.sitePlace,
		facts: texts.siteFacts,
		score: null,
		clue: neuron?.clues[0] ?? null,
		max: neuron?.max ?? 0
	});
};
