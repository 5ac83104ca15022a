// The tutorial's lessons: real neurons of the campaign, chosen so that their clues speak for themselves.
import type { Campaign } from '../campaign/campaign.ts';
import { sharedWord, shuffled } from '../game/lessons.ts';
import { plainClue, type PlainClue } from './plain-clue.ts';

/** A neuron of which the clues peak at one word. */
interface LessonNeuron {
	index: number;
	word: string;
}

export interface Lessons {
	/** Four passages, of which one leaves the neuron dark. */
	intruder: { max: number; passages: PlainClue[]; odd: number };
	/** Which word do the clues share? */
	choice: { max: number; clues: PlainClue[]; words: string[]; right: number };
	/** The same, in the player's own words. */
	own: { max: number; clues: PlainClue[]; word: string };
}

/** Clues that are looked at for a shared word, and how many are shown. */
const LOOKED_AT = 8;
const SHOWN = 3;
/** Enough for another tutorial to differ from the last one. */
const WANTED = 9;
/** The search ends after so many easy neurons: each is a file to read. */
const TRIED = 150;

const found = new Map<string, Promise<LessonNeuron[]>>();

async function findNeurons(campaign: Campaign): Promise<LessonNeuron[]> {
	const easy = (await campaign.summaries())
		.filter(({ flags, peakToken }) => flags.length === 0 && sharedWord([peakToken]) !== null)
		.sort((a, b) => a.difficulty - b.difficulty || a.index - b.index);
	const neurons: LessonNeuron[] = [];
	for (const { index } of easy.slice(0, TRIED)) {
		const { clues } = await campaign.neuron(index);
		const word = sharedWord(clues.slice(0, LOOKED_AT).map(({ tokens, peakIndex }) => tokens[peakIndex]!));
		if (word && !neurons.some((other) => other.word === word)) neurons.push({ index, word });
		if (neurons.length === WANTED) break;
	}
	return neurons;
}

/** The campaign's lesson neurons, looked for once for each build of it. */
function lessonNeurons(campaign: Campaign): Promise<LessonNeuron[]> {
	const { buildId } = campaign.manifest;
	const known = found.get(buildId) ?? findNeurons(campaign);
	found.set(buildId, known);
	known.catch(() => found.delete(buildId));
	return known;
}

/** The strongest clues that peak at the neuron's word: an odd one among them would only confuse. */
async function cluesOf(campaign: Campaign, { index, word }: LessonNeuron) {
	const { max, clues } = await campaign.neuron(index);
	const telling = clues.filter(({ tokens, peakIndex }) => sharedWord([tokens[peakIndex]!]) === word);
	return { max, clues: telling.slice(0, SHOWN).map(plainClue) };
}

async function intruderOf(campaign: Campaign, neuron: LessonNeuron, random: () => number) {
	const { max, clues } = await cluesOf(campaign, neuron);
	// Not one that looks like the others: nobody should fail the first round.
	const quiet = (await campaign.exhibits(neuron.index)).find(
		({ fires, isNearMiss }) => !fires && !isNearMiss
	);
	if (!quiet) return null;
	const passages = shuffled([...clues, plainClue(quiet)], random);
	return { max, passages, odd: passages.findIndex(({ passageId }) => passageId === quiet.passageId) };
}

/** Three lessons on three neurons, others with each `random`; null when the campaign has no neurons clear enough.
 *  Rejects with a CampaignError. */
export async function tutorialLessons(campaign: Campaign, random: () => number): Promise<Lessons | null> {
	const [first, second, third, fourth] = shuffled(await lessonNeurons(campaign), random);
	if (!first || !second || !third || !fourth) return null;
	const intruder = await intruderOf(campaign, first, random);
	if (!intruder) return null;
	const words = shuffled([second, third, fourth], random).map(({ word }) => word);
	const choice = { ...(await cluesOf(campaign, second)), words, right: words.indexOf(second.word) };
	return { intruder, choice, own: { ...(await cluesOf(campaign, third)), word: third.word } };
}
