// Near-duplicates, look-alikes, coherence and the choice of passages, on corpora made to show one thing each.
import { describe, expect, it } from 'vitest';
import { createCoherence, judge } from './campaign-coherence.ts';
import { duplicateGroups } from './campaign-duplicates.ts';
import { lookAlikes } from './campaign-look-alikes.ts';
import type { NeuronPeaks } from './campaign-peaks.ts';
import { tokensOf, type PassageFacts } from './campaign-passages.ts';
import { select } from './campaign-selection.ts';
import { Terms } from './campaign-terms.ts';
import { Wording, WORDING } from './campaign-wording.ts';
import { prioritiesOf, type JudgedNeuron } from './campaign-publishable.ts';
import type { NeuronFlag } from '../../src/lib/campaign/clue.ts';
import { seededRandom } from '../../src/lib/util/seeded-random.ts';

/** Passages of words; every word is a token, and forms ignore case. */
function corpusOf(passages: string[], sources: number[] = passages.map(() => 0)) {
	return termsOf(
		passages.map((passage) => passage.split(' ').map((word) => ` ${word}`)),
		sources
	);
}

/** Passages of tokens; forms ignore case and spaces. */
function termsOf(passages: string[][], sources: number[] = passages.map(() => 0)) {
	const words = new Map<string, number>();
	const idOf = (word: string) => {
		if (!words.has(word)) words.set(word, words.size);
		return words.get(word)!;
	};
	const lists = passages.map((passage) => passage.map(idOf));
	const facts: PassageFacts = {
		sources: Int32Array.from(sources),
		starts: Int32Array.from([0, ...lists.map((_, i) => lists.slice(0, i + 1).flat().length)]),
		idsOf: (passage) => Int32Array.from(lists[passage]!)
	};
	const texts = [...words.keys()];
	const numbers = new Map<string, number>();
	const forms = Int32Array.from(texts, (text) => {
		const form = text.trim().toLowerCase();
		if (!numbers.has(form)) numbers.set(form, numbers.size);
		return numbers.get(form)!;
	});
	const vocabulary = { texts, forms, formCount: numbers.size };
	return { facts, vocabulary, terms: new Terms(facts, vocabulary) };
}

/** Passages of random words, so that nothing but chance is in common. */
function randomPassages(count: number, seed = 1, length = 12): string[] {
	const random = seededRandom(seed);
	return Array.from({ length: count }, () =>
		Array.from({ length }, () => `w${Math.floor(random() * 400)}`).join(' ')
	);
}

function neuronOf(peaks: number[], peakAt = peaks.map(() => 0)): NeuronPeaks {
	return {
		index: 0,
		max: Math.max(...peaks),
		min: -0.17,
		peaks: Float32Array.from(peaks),
		peakAt: Uint16Array.from(peakAt)
	};
}

describe('near-duplicates', () => {
	const { facts, vocabulary } = corpusOf([
		'the quick brown fox jumps over the lazy dog tonight',
		'entirely other words stand here and there in this one',
		'The Quick brown fox jumps over the lazy dog today',
		'the quick brown fox walks under a bridge in the rain',
		'short one',
		'Short one'
	]);

	it('share most of their wording, whatever the case', () => {
		expect([...duplicateGroups(facts, vocabulary.forms)]).toEqual([0, 1, 0, 3, 4, 4]);
	});

	it('are still found when only every eighth piece of a large corpus is compared', () => {
		const passages = randomPassages(40, 3, 200);
		const twins = passages.slice(0, 20).map((passage) => `${passage} and then the end`);
		const corpus = corpusOf([...passages, ...twins]);
		const groups = duplicateGroups(corpus.facts, corpus.vocabulary.forms, tokensOf(corpus.facts) / 8);
		expect([...groups]).toEqual([...passages.keys(), ...Array.from({ length: 20 }, (_, i) => i)]);
	});

	it('are shown once among the clues', () => {
		const passages = randomPassages(60);
		const twins = passages.slice(0, 10).map((passage) => `${passage} more`);
		const corpus = corpusOf([...passages, ...twins]);
		const groups = duplicateGroups(corpus.facts, corpus.vocabulary.forms);
		const peaks = [...passages, ...twins].map((_, i) => 10 - (i % 60) / 10);
		const { top, bands, firing } = select(neuronOf(peaks), corpus.terms, groups);
		expect(top).toHaveLength(20);
		const used = [...top, ...bands.flat(), ...firing].map((passage) => groups[passage]);
		expect(new Set(used).size).toBe(used.length);
	});
});

describe('the choice', () => {
	const count = 400;
	const { terms, facts, vocabulary } = corpusOf(randomPassages(count));
	const groups = duplicateGroups(facts, vocabulary.forms);

	it('takes from every band, and leaves what is between firing and quiet', () => {
		const peaks = Array.from({ length: count }, (_, i) => 10 * (1 - i / count));
		const chosen = select(neuronOf(peaks), terms, groups);
		const share = (passage: number) => peaks[passage]! / 10;
		expect(chosen.bands.map((band) => band.length)).toEqual([5, 5, 5]);
		expect(chosen.firing).toHaveLength(24);
		const inBand = (from: number, to: number) =>
			chosen.firing.filter((passage) => share(passage) >= from && share(passage) < to).length;
		expect([inBand(0.75, 1), inBand(0.5, 0.75), inBand(0.25, 0.5)]).toEqual([8, 8, 8]);
		expect(chosen.quiet.every((passage) => share(passage) < 0.05)).toBe(true);
		expect(chosen.firingPassages).toBe(301);
		expect(chosen.quietPassages).toBe(19);
	});

	it('keeps passages for rounds before it fills bands, and invents none', () => {
		const peaks = Array.from({ length: count }, (_, i) => (i < 50 ? 10 - i / 10 : 0.1));
		const chosen = select(neuronOf(peaks), terms, groups);
		expect(chosen.top).toEqual(Array.from({ length: 20 }, (_, i) => i));
		expect(chosen.firing).toHaveLength(24);
		expect(chosen.bands.flat()).toHaveLength(6);
		const few = select(neuronOf(peaks.map((peak, i) => (i < 23 ? peak : 0.1))), terms, groups);
		expect(few.firing.length + few.bands.flat().length).toBe(3);
	});

	it('gives nothing to judge by for a neuron that never fires', () => {
		const chosen = select(neuronOf(Array.from({ length: count }, () => -0.01)), terms, groups);
		expect([chosen.firing, chosen.quiet, chosen.bands.flat(), chosen.nearMisses].flat()).toEqual([]);
		expect(chosen.top).toHaveLength(20);
	});
});

describe('look-alikes', () => {
	it('come first by the same word, then by its surroundings, then by the file', () => {
		const { terms } = corpusOf(
			[
				...randomPassages(200).map((passage) => `${passage} x`),
				'river flows past the bank',
				'a river and its bank',
				'she sat by the Bank',
				'no such thing in here',
				'a river runs'
			],
			[...Array.from({ length: 200 }, () => 0), 1, 1, 0, 1, 0]
		);
		const top = [
			{ passage: 200, token: 4 },
			{ passage: 201, token: 4 }
		];
		const found = lookAlikes(terms, top, 10, (passage) => passage !== 200 && passage !== 201);
		expect(found.slice(0, 2)).toEqual([202, 204]);
		expect(found).not.toContain(203);
		expect(lookAlikes(terms, top, 1, (passage) => passage !== 202)[0]).toBe(200);
	});
});

describe('coherence', () => {
	const passages = randomPassages(500, 2);
	const marked = passages.map((passage, i) => (i < 20 ? `${passage} apple` : passage));
	const { terms, vocabulary } = corpusOf(marked);
	const coherence = createCoherence(terms, new Wording(terms, vocabulary));
	const last = 12;
	const first20 = Array.from({ length: 20 }, (_, passage) => passage);
	const top = first20.map((passage) => ({ passage, token: last }));
	const noise = first20.map((passage) => ({ passage, token: passage % 12 }));

	it('is 1 when all agree and 0 when only chance does', () => {
		expect(coherence.of(top)).toEqual({ coherence: 1, sayable: 1 });
		expect(coherence.of(noise)).toEqual({ coherence: 0, sayable: 0 });
	});

	it('calls noise noise, for 20 draws of 20 random places', () => {
		const random = seededRandom(9);
		const draws = Array.from({ length: 20 }, () =>
			coherence.of(
				first20.map(() => ({ passage: Math.floor(random() * 300), token: Math.floor(random() * 12) }))
			)
		);
		expect(draws.filter((drawn) => drawn.coherence === 0).length).toBeGreaterThanOrEqual(17);
	});

	it('makes clear neurons easy, dense ones hard and dead ones hopeless', () => {
		const clear = judge(coherence, { top, lower: top, max: 5, firingShare: 0.01 });
		expect(clear).toEqual({ coherence: 1, difficulty: 0, flags: [], sayable: 1 });
		const dense = judge(coherence, { top, lower: top, max: 5, firingShare: 0.4 });
		expect(dense).toMatchObject({ difficulty: 0.8, flags: ['dense'] });
		expect(dense.sayable).toBeCloseTo(0.2);
		expect(judge(coherence, { top: noise, lower: [], max: 5, firingShare: 0.01 })).toEqual({
			coherence: 0,
			difficulty: 1,
			flags: ['noise'],
			sayable: 0
		});
		expect(judge(coherence, { top, lower: [], max: -0.1, firingShare: 0 }).flags).toEqual(['dead']);
		const onlyTop = judge(coherence, { top, lower: noise, max: 5, firingShare: 0.01 });
		expect(onlyTop.difficulty).toBeCloseTo(0.4);
	});
});

describe('what can be said of a place', () => {
	/** Tokens as a byte-level tokenizer cuts them, 40 passages of which hold the last word. */
	const lines = [
		['The', ' bell', ' ra', 'ng', '.', ' A', ' di', 'nner', ' of', ' 12', ' D', 'on', "'t", ' �'],
		...Array.from({ length: 39 }, () => ['x', ' of'])
	];
	const { terms, vocabulary } = termsOf(lines);
	const wording = new Wording(terms, vocabulary);
	const kindOf = (token: number) => wording.kindOf({ passage: 0, token });

	it('depends on whether it is a whole word', () => {
		const kinds = lines[0]!.map((text, token) => [text.trim(), kindOf(token)]);
		expect(kinds).toEqual([
			['The', 'beginning'],
			['bell', 'word'],
			['ra', 'piece'],
			['ng', 'piece'],
			['.', 'sign'],
			['A', 'word'],
			['di', 'piece'],
			['nner', 'piece'],
			['of', 'grammar'],
			['12', 'word'],
			['D', 'piece'],
			['on', 'piece'],
			["'t", 'word'],
			['�', 'sign']
		]);
	});

	it('counts as the mean of its places', () => {
		const places = [1, 4].map((token) => ({ passage: 0, token }));
		expect(wording.of(places)).toBeCloseTo((WORDING.word + WORDING.sign) / 2);
		expect(wording.of([])).toBe(0);
	});

	it('makes a clear neuron of pieces or beginnings harder to say than one of words', () => {
		// What is shared stands in more than a twentieth of the passages, so that only the peak agrees.
		const many = Array.from({ length: 60 }, (_, i) => ['x', ` w${i}`, ' sun', ` v${i}`, ' ri', `se${i}`]);
		const others = Array.from({ length: 400 }, (_, i) => [`y${i}`, ` u${i}`]);
		const { terms, vocabulary } = termsOf([...many, ...others]);
		const coherence = createCoherence(terms, new Wording(terms, vocabulary));
		const at = (token: number) =>
			coherence.of(Array.from({ length: 20 }, (_, passage) => ({ passage, token })));
		const [beginning, word, piece] = [at(0), at(2), at(4)];
		expect([beginning.coherence, word.coherence, piece.coherence]).toEqual([1, 1, 1]);
		expect(beginning.sayable).toBeCloseTo(WORDING.beginning);
		expect(word.sayable).toBeCloseTo(WORDING.grammar);
		expect(piece.sayable).toBeCloseTo(WORDING.piece);
	});
});

describe('the order of dealing', () => {
	const neuron = (peakToken: string, sayable: number, flags: NeuronFlag[] = []): JudgedNeuron => ({
		summary: {
			index: 0,
			max: 1,
			min: 0,
			difficulty: 0,
			coherence: 1,
			flags,
			firingPassages: 100,
			exhibitsFiring: 24,
			exhibitsQuiet: 24,
			peakToken
		},
		sayable
	});

	it('moves a word back each time it comes again, whatever its case and spaces', () => {
		const priorities = prioritiesOf([neuron(' The', 0.8), neuron('.', 0.7), neuron('the', 0.9)]);
		expect(priorities).toEqual([0.68, 0.7, 0.9]);
	});

	it('puts dead, noisy and uncheckable neurons behind', () => {
		const flags: NeuronFlag[][] = [['dead'], ['noise'], ['few-exhibits'], []];
		const words = ['a', 'b', 'c', 'd'];
		expect(prioritiesOf(flags.map((list, i) => neuron(words[i]!, 0.6, list)))).toEqual([0, 0.05, 0.3, 0.6]);
	});
});

describe('words in very many passages', () => {
	it('keep evenly spread passages, and their true number', () => {
		const { facts, vocabulary } = corpusOf(Array.from({ length: 1000 }, (_, i) => `the w${i % 10}`));
		const terms = new Terms(facts, vocabulary, 200);
		const the = vocabulary.forms[0]!;
		const holders = [...terms.holders(the)];
		expect(terms.countOf(the)).toBe(1000);
		expect(holders).toHaveLength(16);
		const gaps = holders.slice(1).map((passage, i) => passage - holders[i]!);
		expect(new Set(gaps).size).toBe(1);
		const whole = new Terms(facts, vocabulary);
		expect([...whole.holders(the)]).toEqual(Array.from({ length: 1000 }, (_, i) => i));
	});
});
