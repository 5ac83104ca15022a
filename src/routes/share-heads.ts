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

/** Everything that is found out is free for all, as the About page says. */
const LICENCE = 'https://creativecommons.org/publicdomain/zero/1.0/';

/** What the head of a page that can be framed says besides its texts. */
const addresses = (origin: string, url: string) => ({
	url,
	oembedUrl: `${origin}${resolve('/oembed')}?url=${encodeURIComponent(url)}&format=json`,
	embedUrl: `${url}?embed=1`,
	imageUrl: `${url}/image.png`
});

const ratingOf = (score: number, rounds: number) => ({
	'@type': 'AggregateRating',
	ratingValue: score,
	bestRating: 1,
	worstRating: 0,
	ratingCount: rounds
});

/** The head of an explanation's page. */
export function explanationHead(origin: string, explanation: Explanation & NeuronRef): ShareHead {
	const url = origin + explanationPath(explanation.id);
	const { text, index, rounds, score, votesUp, votesDown, author, createdAt } = explanation;
	return {
		...addresses(origin, url),
		title: text,
		description: texts.explanation(index, rounds, score, votesUp + votesDown),
		type: 'article',
		publishedAt: createdAt,
		imageAlt: texts.imageAlt(text),
		jsonLd: {
			'@type': 'Claim',
			text,
			url,
			datePublished: createdAt,
			license: LICENCE,
			isPartOf: { '@type': 'WebSite', name: texts.site, url: origin + resolve('/') },
			...(author ? { author: { '@type': 'Person', name: author } } : {}),
			...(rounds > 0 ? { aggregateRating: ratingOf(score, rounds) } : {})
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
	const name = texts.place(modelId, layer, index);
	const json = resolve('/api/neurons/[campaign]/[index].json', {
		campaign: campaignId,
		index: String(index)
	});
	return {
		...addresses(origin, url),
		title: best ? `${name}: ${best}` : name,
		description: texts.neuron(index, best),
		type: 'website',
		imageAlt: texts.imageAlt(best ?? texts.question),
		jsonLd: {
			'@type': 'Dataset',
			name,
			description: `${texts.neuron(index, best)} ${texts.neuronContents}`,
			url,
			license: LICENCE,
			isAccessibleForFree: true,
			creator: { '@type': 'Organization', name: texts.site, url: origin + resolve('/') },
			distribution: { '@type': 'DataDownload', encodingFormat: 'application/json', contentUrl: origin + json }
		}
	};
}

/** The head of a player's public page. */
export function playerHead(
	origin: string,
	path: string,
	{ name, answered, rounds }: { name: string; answered: number; rounds: number }
): ShareHead {
	const url = origin + path;
	const description = texts.playerDescription(answered, rounds);
	return {
		title: texts.title(name),
		description,
		type: 'website',
		url,
		imageUrl: `${origin}${resolve('/image.png')}`,
		imageAlt: texts.siteImageAlt,
		jsonLd: { '@type': 'ProfilePage', url, description, mainEntity: { '@type': 'Person', name } }
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
