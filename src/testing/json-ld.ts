// Whether JSON-LD says what it means in schema.org's vocabulary: only types and properties that are there, with values of
// the kinds that these take (https://schema.org, version 29). Only what our pages use is listed.

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string' && value.trim() !== '';
const isUrl: Check = (value) =>
	typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
const isDate: Check = (value) =>
	typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !isNaN(Date.parse(value));
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isCount: Check = (value) => Number.isInteger(value) && (value as number) > 0;
const isTrue: Check = (value) => value === true;

/** A property takes a value that passes a check, or a node of one of these types. */
const TYPES: Record<string, Record<string, Check | string[]>> = {
	WebSite: { name: isText, url: isUrl, description: isText, potentialAction: ['SearchAction'] },
	WebPage: { name: isText, url: isUrl, description: isText, isPartOf: ['WebSite'] },
	ProfilePage: { url: isUrl, description: isText, mainEntity: ['Person'] },
	Claim: {
		text: isText,
		url: isUrl,
		datePublished: isDate,
		license: isUrl,
		isPartOf: ['WebSite'],
		author: ['Person'],
		aggregateRating: ['AggregateRating']
	},
	Dataset: {
		name: isText,
		description: isText,
		url: isUrl,
		license: isUrl,
		isAccessibleForFree: isTrue,
		creator: ['Organization'],
		distribution: ['DataDownload']
	},
	DataDownload: { encodingFormat: isText, contentUrl: isUrl },
	AggregateRating: {
		ratingValue: isNumber,
		bestRating: isNumber,
		worstRating: isNumber,
		ratingCount: isCount
	},
	Organization: { name: isText, url: isUrl },
	Person: { name: isText },
	SearchAction: { target: ['EntryPoint'], 'query-input': isText },
	EntryPoint: { urlTemplate: isText }
};

function problemsOf(node: unknown, path: string): string[] {
	const { '@type': type, ...properties } = (node ?? {}) as Record<string, unknown>;
	const known = TYPES[String(type)];
	if (!known) return [`${path}: there is no type ${String(type)}`];
	return Object.entries(properties).flatMap(([name, value]) => {
		const expected = known[name];
		const at = `${path}.${name}`;
		if (!expected) return [`${at}: no property of ${String(type)}`];
		if (typeof expected === 'function') return expected(value) ? [] : [`${at}: ${JSON.stringify(value)}`];
		const nested = String((value as Record<string, unknown> | null)?.['@type']);
		return expected.includes(nested) ? problemsOf(value, at) : [`${at}: a ${nested}`];
	});
}

/** What is wrong with a document; nothing when it is valid. */
export function jsonLdProblems(document: Record<string, unknown>): string[] {
	const { '@context': context, ...node } = document;
	return [
		...(context === 'https://schema.org' ? [] : [`@context: ${JSON.stringify(context)}`]),
		...problemsOf(node, String(node['@type']))
	];
}
