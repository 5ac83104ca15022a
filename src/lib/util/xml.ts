// Text for XML documents.

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};
// What no XML 1.0 document may hold: https://www.w3.org/TR/xml/#charsets
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** A text as it may stand between tags and in attributes, of XML and HTML alike. */
export const escapeXml = (text: string): string =>
	text
		.toWellFormed()
		.replace(FORBIDDEN, '')
		.replace(/[&<>"']/g, (char) => ENTITIES[char]!);
