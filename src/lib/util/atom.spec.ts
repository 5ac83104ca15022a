import { expect, it } from 'vitest';
import { atomXml, type FeedEntry } from './atom.ts';

const FEED = {
	url: 'https://x.example/f.atom',
	pageUrl: 'https://x.example/',
	title: 'News & more',
	entries: []
};
const ENTRY: FeedEntry = {
	url: 'https://x.example/e/1',
	title: 'Neuron 1: <sea>',
	text: 'words about “the sea” & \u0007 ships',
	updatedAt: '2026-11-25T10:00:00.123456+02:00',
	author: null
};

it('writes what RFC 4287 asks of an entry, escaped, with dates in UTC', () => {
	const xml = atomXml({
		...FEED,
		entries: [ENTRY, { ...ENTRY, url: 'https://x.example/e/0', author: 'Ada' }]
	});
	expect(xml).toContain('<id>https://x.example/e/1</id><link href="https://x.example/e/1"/>');
	expect(xml).toContain('<title>Neuron 1: &lt;sea&gt;</title>');
	expect(xml).toContain('<summary>words about “the sea” &amp;  ships</summary>');
	expect(xml).toContain('<author><name>a player</name></author>');
	expect(xml).toContain('<author><name>Ada</name></author>');
	expect(xml.match(/<updated>2026-11-25T08:00:00\.123Z<\/updated>/g)).toHaveLength(3); // the feed's own and two entries
});

it('has changed when any of its entries did', () => {
	const reworded = { ...ENTRY, url: 'https://x.example/e/0', updatedAt: '2026-11-25T12:00:00+01:00' };
	expect(atomXml({ ...FEED, entries: [ENTRY, reworded] })).toContain(
		'<title>News &amp; more</title><updated>2026-11-25T11:00:00.000Z</updated>'
	);
});

it('is a feed without entries as well', () => {
	const xml = atomXml(FEED);
	expect(xml).toContain('<link rel="self" href="https://x.example/f.atom"/>');
	expect(xml).toContain('<title>News &amp; more</title><updated>1970-01-01T00:00:00.000Z</updated>');
});
