// Texts that break tokenizers: for every test that must hold for whatever a player can type or paste.

const C0_CONTROLS = Array.from({ length: 33 }, (_, code) => String.fromCharCode(code));
/** One character from every 256 of the Basic Multilingual Plane, each run of them between letters and spaces. */
const BMP_SAMPLES = Array.from({ length: 256 }, (_, block) => {
	const sample = [0x01, 0x41, 0x80, 0xc9].map((low) => String.fromCharCode(block * 256 + low));
	return `a${sample[0]}${sample[1]} ${sample[2]} ${sample[3]}z`;
});

const CONTRACTIONS = ["I'm", "it's", "we'll've", "IT'S", "don't", "'s", "''s", "x'd'm're", '’s', "can't'"];
const NUMBERS = ['0', '1234567890', '3.14159', '1,000,000', '٣٤٥', '²³½', 'Ⅷ', '1e-9', '00:00', '12abc34'];

const SPACES = [
	' ',
	'  ',
	'   a',
	'a   ',
	'a    b',
	'\t\ta',
	' \t \n x',
	'\n\n\n',
	'a\r\nb\r\n',
	'\r\r\n a',
	'a\u00a0b',
	' \u00a0 c',
	'\u2003em\u2009thin',
	'\u3000全角',
	'a\u2028b\u2029c',
	'\u200bzero\u200cwidth\u200d',
	'\u1680ogham',
	'x \v \f y',
	'trailing \n'
];

const EMOJI = ['😀', ' 😀', '😀😀', '👩‍👩‍👧‍👦', '👍🏽', '🏳️‍🌈', '🇩🇪🇫🇷', '❤️', '1️⃣', 'a😀b', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👨🏿‍🚀 to 🌕'];

const MARKS = ['e\u0301', 'é', 'Z̸̧͓a͈ͭl̷g̵o', 'ก็', 'ஸ்ரீ', 'क्षि', '한국어', '각', 'Å Å', 'ﷺ', 'ﬁ'];
const RIGHT_TO_LEFT = [
	'שלום עולם',
	'مرحبا بالعالم',
	'\u202eabc\u202c',
	'abc אבג 123',
	'\u200fא\u200e',
	'שָׁלוֹם'
];
const ASTRAL = ['𝔘𝔫𝔦', '𐍈', '𠜎𠜱', '🜁🜂', '\u{10ffff}', '\u{e000}x', 'a\u{1d165}b', '𞤀𞤁'];
const LONE_SURROGATES = [
	'\ud800',
	'a\udc00b',
	'\ud83d x',
	'\udc00\ud800',
	'😀\ud83d',
	' \udfff ',
	'\ud800\ud800\udc00'
];
/** The last and first characters of each length in UTF-8, alone and next to each other. */
const UTF8_LENGTHS = [
	'a\u007fb',
	'a\u0080b',
	'a\u07ffb',
	'a\u0800b',
	'a\uffffb',
	'a\u{10000}b',
	'\u007f\u0080\u07ff\u0800\uffff\u{10000}\u{10ffff}'
];
const MARKUP = [
	'<|endof',
	'|>',
	'<|im_start|>',
	'<b>x</b>',
	'</s>',
	'{"a":[1,2]}',
	'$x_i^2$',
	'```js\n',
	'\\n'
];
const LONG = [
	'a'.repeat(5000),
	'ab'.repeat(2000),
	'Donaudampfschifffahrtsgesellschaft'.repeat(40),
	' '.repeat(3000) + 'x',
	'9'.repeat(1000),
	'é'.repeat(500),
	'😀'.repeat(300),
	'!?'.repeat(400),
	'\n'.repeat(700)
];

export const nastyTexts: readonly string[] = [
	'',
	...C0_CONTROLS,
	...C0_CONTROLS.map((control) => `a ${control}b`),
	...CONTRACTIONS,
	...NUMBERS,
	...SPACES,
	...EMOJI,
	...MARKS,
	...RIGHT_TO_LEFT,
	...ASTRAL,
	...LONE_SURROGATES,
	...UTF8_LENGTHS,
	...MARKUP,
	...LONG,
	...BMP_SAMPLES
];
