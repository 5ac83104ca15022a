// Lessons show what they teach: every clue that is shown peaks at the word that is the answer.
import { expect, it } from 'vitest';
import type { Campaign } from '../campaign/campaign.ts';
import { seededRandom } from '../util/seeded-random.ts';
import { tutorialLessons } from './lessons.ts';

const WORDS = ['river', 'and', 'the', 'stone', 'lamp'];

const clue = (passageId: number, word: string) => ({
	passageId,
	tokens: ['Of', ` ${word}`],
	activations: Float32Array.of(0, 3),
	peakIndex: 1
});

/** Neurons whose strongest clue of all peaks elsewhere, as that of real ones may. */
const campaign = {
	manifest: { buildId: 'lessons' },
	summaries: async () =>
		WORDS.map((word, index) => ({ index, flags: [], peakToken: ` ${word}`, difficulty: index })),
	neuron: async (index: number) => ({
		max: 3,
		clues: Array.from({ length: 8 }, (_, i) => clue(i, i === 0 ? 'really' : WORDS[index]!))
	}),
	exhibits: async () => [{ ...clue(99, 'quiet'), fires: false, isNearMiss: false }]
} as unknown as Campaign;

it('shows the clues that peak at the word', async () => {
	for (let seed = 0; seed < 20; seed++) {
		const lessons = (await tutorialLessons(campaign, seededRandom(seed)))!;
		const { choice, own, intruder } = lessons;
		const peaks = (clues: typeof own.clues) => clues.map(({ tokens, peakIndex }) => tokens[peakIndex]);
		expect(peaks(choice.clues)).toEqual(Array(3).fill(` ${choice.words[choice.right]}`));
		expect(peaks(own.clues)).toEqual(Array(3).fill(` ${own.word}`));
		expect(intruder.passages[intruder.odd]!.passageId).toBe(99);
		expect(peaks(intruder.passages)).not.toContain(' really');
	}
});
