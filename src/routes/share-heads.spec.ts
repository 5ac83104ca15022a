// What the pages of explanations, neurons and players tell machines: JSON-LD in schema.org's own vocabulary, and addresses
// that belong together.
import { describe, expect, it } from 'vitest';
import type { Explanation, NeuronRef } from '$lib/data/nouns.ts';
import type { ShareHead } from '$lib/ui/share-head.ts';
import { jsonLdProblems } from '../testing/json-ld.ts';
import { explanationHead, neuronHead, playerHead } from './share-heads.ts';

const ORIGIN = 'https://play.example';
const explanation: Explanation & NeuronRef = {
	campaignId: 'starter',
	index: 7,
	id: '12',
	text: 'words about the sea',
	covers: null,
	votesUp: 3,
	votesDown: 1,
	score: 0.82,
	scoreLow: 0.7,
	scoreHigh: 0.9,
	rounds: 14,
	author: 'Ada',
	revisesId: null,
	status: 'shown',
	mine: false,
	myVote: 0,
	createdAt: '2026-11-25T10:00:00.123456+00:00'
};
const neuron = { campaignId: 'starter', layer: 2, index: 7, modelId: 'starter' };

const documentOf = ({ jsonLd }: ShareHead) => ({ '@context': 'https://schema.org', ...jsonLd });

describe('the heads of shared pages', () => {
	it.each([
		['an explanation that was measured', explanationHead(ORIGIN, explanation)],
		['one that was not, of nobody', explanationHead(ORIGIN, { ...explanation, rounds: 0, author: null })],
		['a neuron', neuronHead(ORIGIN, neuron, explanation.text)],
		['a neuron that nobody has explained', neuronHead(ORIGIN, neuron, undefined)],
		['a player', playerHead(ORIGIN, '/players/Ada', { name: 'Ada', answered: 3, rounds: 0 })]
	])('speak schema.org of %s', (_, head) => {
		expect(jsonLdProblems(documentOf(head))).toEqual([]);
		expect(head.jsonLd.url).toBe(head.url);
	});

	it('tell a score only once blind rounds have measured it, and a name only of those who are credited', () => {
		const rating = { ratingValue: 0.82, bestRating: 1, worstRating: 0, ratingCount: 14 };
		expect(explanationHead(ORIGIN, explanation).jsonLd).toMatchObject({
			aggregateRating: rating,
			author: { name: 'Ada' }
		});
		const { jsonLd } = explanationHead(ORIGIN, { ...explanation, rounds: 0, author: null });
		expect(Object.keys(jsonLd)).not.toContain('aggregateRating');
		expect(Object.keys(jsonLd)).not.toContain('author');
	});

	it('name the addresses of the same page for images, frames and oEmbed', () => {
		const { url, imageUrl, embedUrl, oembedUrl } = explanationHead(ORIGIN, explanation);
		expect([url, imageUrl, embedUrl]).toEqual([
			`${ORIGIN}/e/12`,
			`${ORIGIN}/e/12/image.png`,
			`${ORIGIN}/e/12?embed=1`
		]);
		expect(new URL(oembedUrl!).searchParams.get('url')).toBe(url);
	});

	it('are refused when they say what schema.org does not know', () => {
		const document = { ...documentOf(explanationHead(ORIGIN, explanation)), colour: 'red', url: '/e/12' };
		expect(jsonLdProblems(document)).toEqual(['Claim.url: "/e/12"', 'Claim.colour: no property of Claim']);
		expect(jsonLdProblems({ '@type': 'Neuron' })).toHaveLength(2);
	});
});
