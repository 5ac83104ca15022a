// What explanation and neuron pages tell those who show links to them, and the cards drawn for them. For server loads.
import { resolve } from '$app/paths';
import type { NeuronPage } from '$lib/campaign/clue.ts';
import type { Explanation, NeuronRef } from '$lib/data/nouns.ts';
import type { ShareCard } from '$lib/server/share/share-card.ts';
import type { ShareHead } from '$lib/ui/share-head.ts';
import { linkTexts } from '$lib/ui/texts-links.ts';

const texts = linkTexts.head;
type Neuron = Pick<NeuronPage, 'modelId' | 'layer' | 'index' | 'max' | 'clues'>;

export const explanationPath = (id: string): string => resolve('/e/[id=id]', { id });

export const neuronPath = (campaign: string, layer: number, index: number): string =>
	resolve('/[campaign=campaign]/[[layer=index]]/[index=index]', {
		campaign,
		layer: String(layer),
		index: String(index)
	});

const oembedUrl = (origin: string, url: string): string =>
	`${origin}${resolve('/oembed')}?url=${encodeURIComponent(url)}&format=json`;

/** The head of an explanation's page. */
export function explanationHead(origin: string, explanation: Explanation & NeuronRef): ShareHead {
	const url = origin + explanationPath(explanation.id);
	const { text, index, rounds, score, votesUp, votesDown, author, createdAt } = explanation;
	return {
		title: text,
		description: texts.explanation(index, rounds, score, votesUp + votesDown),
		url,
		oembedUrl: oembedUrl(origin, url),
		imageUrl: `${url}/image.png`,
		imageAlt: texts.imageAlt(text),
		jsonLd: {
			'@type': 'Claim',
			text,
			url,
			datePublished: createdAt,
			license: 'https://creativecommons.org/publicdomain/zero/1.0/',
			...(author ? { author: { '@type': 'Person', name: author } } : {}),
			...(rounds > 0
				? {
						aggregateRating: {
							'@type': 'AggregateRating',
							ratingValue: score,
							bestRating: 1,
							worstRating: 0,
							ratingCount: rounds
						}
					}
				: {})
		}
	};
}

/** The head of a neuron's page; `best` is the explanation that leads. */
export function neuronHead(
	origin: string,
	{ campaignId, layer, index, modelId }: NeuronRef & { layer: number; modelId: string },
	best: string | undefined
): ShareHead {
	const url = origin + neuronPath(campaignId, layer, index);
	return {
		title: texts.place(modelId, layer, index),
		description: texts.neuron(index, best),
		url,
		oembedUrl: oembedUrl(origin, url),
		imageUrl: `${url}/image.png`,
		imageAlt: texts.imageAlt(best ?? texts.question),
		jsonLd: {
			'@type': 'Dataset',
			name: texts.place(modelId, layer, index),
			description: texts.neuron(index, best),
			url,
			license: 'https://creativecommons.org/publicdomain/zero/1.0/'
		}
	};
}

/** The card of a neuron with what is said of it, if anything is. */
export function cardOf(
	{ modelId, layer, index, max, clues }: Neuron,
	best: Explanation | undefined
): ShareCard {
	return {
		sentence: best?.text ?? texts.question,
		site: texts.site,
		place: texts.place(modelId, layer, index),
		facts: best ? texts.facts(best.score, best.rounds, best.votesUp + best.votesDown) : texts.unexplained,
		score: best && best.rounds > 0 ? { mean: best.score, low: best.scoreLow, high: best.scoreHigh } : null,
		clue: clues[0] ?? null,
		max
	};
}
