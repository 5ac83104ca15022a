// The words that public texts may not hold, from a maintained list (@2toad/profanity); the store keeps a copy, for it
// is the store that judges. Only the obvious: people will explain neurons that fire on rude words, and on bodies.
import { profaneWords } from '@2toad/profanity';

/** Listed by the library, but with a plain, medical or animal meaning that explanations need. */
const PLAIN = new Set(
	(
		'anus ass balls bloody breasts butt cock crap damn lust lusting nazi nob orgasm pawn penis pube rectum semen sex ' +
		'tit vagina willy'
	).split(' ')
);

/** English words in lower case, each a single word. Other languages' lists hold words that are plain in English. */
export function blockedWords(): string[] {
	const listed = profaneWords.get('en') ?? [];
	return listed.filter((word) => /^[^\s]{2,60}$/.test(word) && !PLAIN.has(word));
}
