// What the server's loads would give, computed from what this device keeps: for pages that are opened while the server
// is away. Each gives null when nothing is kept that could show the page.
import type { Campaign } from '../campaign/campaign.ts';
import type { NeuronClues } from '../campaign/clue.ts';
import type { ListKind } from '../data/exploring.ts';
import { answeredHere, keptDaily, keptPuzzles } from '../data/kept-puzzles.ts';
import type { Puzzle, StoreError } from '../data/nouns.ts';
import { storeError } from '../data/store-errors.ts';
import { keptCampaigns, openKeptCampaign } from '../kept/campaign-copy.ts';
import type { CellState } from '../game/cell-state.ts';
import { ok, type Result } from '../util/result.ts';
import { roundsOfDay } from '../views/daily-rounds.ts';
import { tutorialLessons } from '../views/lessons.ts';
import { clearNeuronOf, neuronClues, neuronView } from '../views/neuron-view.ts';
import { readKept } from './device-store.ts';
import { rememberedChoice } from './remembered-choice.ts';
import { THEME_COOKIE, themeOf } from './theme.ts';

/** The campaign that the home page plays, remembered when it is kept. */
export const HOME_KEY = 'neuronpedia-home-campaign';
/** Without a puzzle dealt ahead one of so many clear neurons is dealt by chance. */
const CLEAREST = 60;

const isString = (value: unknown): value is string => typeof value === 'string';

/** The kept campaign that the game's pages play; null when none is kept. */
async function homeCopy(): Promise<Campaign | null> {
	const ids = await keptCampaigns();
	const home = readKept(HOME_KEY, isString);
	const id = home !== undefined && ids.includes(home) ? home : ids[0];
	return (id !== undefined && (await openKeptCampaign(id))) || null;
}

/** A puzzle dealt ahead, else a clear neuron without anything to choose from; null when all were seen. */
async function choose(campaign: Campaign, exclude: readonly number[]): Promise<Puzzle | null> {
	const { id: campaignId } = campaign.manifest;
	const [ahead] = (await keptPuzzles(campaignId)).filter(({ index }) => !exclude.includes(index));
	if (ahead) return ahead;
	const answered = await answeredHere(campaignId);
	const open = (await campaign.summaries())
		.filter(({ index, flags }) => flags.length === 0 && !answered.has(index) && !exclude.includes(index))
		.sort((a, b) => a.difficulty - b.difficulty)
		.slice(0, CLEAREST);
	const chosen = open[Math.floor(Math.random() * open.length)];
	return chosen ? { campaignId, index: chosen.index, explanations: [] } : null;
}

/** Deals from the kept campaign; error 'offline' when none is kept. Rejects with a CampaignError. */
export async function dealAway(
	exclude: readonly number[]
): Promise<Result<{ puzzle: Puzzle; neuron: NeuronClues } | null, StoreError>> {
	const campaign = await homeCopy();
	if (!campaign) return { ok: false, error: storeError('offline') };
	const puzzle = await choose(campaign, exclude);
	return ok(puzzle && { puzzle, neuron: await neuronClues(campaign, puzzle.index) });
}

export async function playPage() {
	const campaign = await homeCopy();
	if (!campaign) return null;
	const dealt = await dealAway([]);
	const answered = await answeredHere(campaign.manifest.id);
	return { dealt, answeredCount: answered.size, isNew: false, progress: null };
}

/** Today's daily neuron, if the server told it to this device; the streak is the server's. */
export async function dailyPage() {
	const campaign = await homeCopy();
	if (!campaign) return null;
	const { id: campaignId, root } = campaign.manifest;
	const puzzle = await keptDaily({ campaignId, root }, Date.now());
	const game = puzzle && {
		puzzle,
		neuron: await neuronClues(campaign, puzzle.index),
		rounds: await roundsOfDay(campaign, puzzle.index, puzzle.day)
	};
	return { game: game ?? null, problem: game ? null : storeError('offline').message, progress: null };
}

/** A neuron of a kept campaign. */
export async function neuronPage(campaignId: string, layer: string | undefined, index: number) {
	const campaign = await openKeptCampaign(campaignId);
	if (!campaign || Number(layer) !== campaign.manifest.layer || index >= campaign.manifest.neurons)
		return null;
	return {
		neuron: await neuronView(campaign, index),
		explanations: [],
		standing: null,
		laughs: [],
		problem: storeError('offline').message
	};
}

export async function lightPage(index: string) {
	const campaign = await homeCopy();
	if (!campaign || !(Number(index) < campaign.manifest.neurons)) return null;
	return { neuron: await neuronClues(campaign, Number(index)), records: [] };
}

/** A clear neuron of the kept campaign. */
export async function lightNeuron(): Promise<{ index: number } | null> {
	const campaign = await homeCopy();
	const index = campaign && (await clearNeuronOf(campaign, Math.random));
	return index === null ? null : { index };
}

export async function tutorialPage() {
	const campaign = await homeCopy();
	return campaign && { lessons: await tutorialLessons(campaign, Math.random) };
}

/** A round that was dealt before can be finished; another one needs the server. */
export async function checkPage() {
	const campaign = await homeCopy();
	return campaign && { campaignId: campaign.manifest.id, progress: null };
}

/** The map by the files alone: what players made of the neurons is the server's. */
export async function explorePage() {
	const campaign = await homeCopy();
	if (!campaign) return null;
	const { id, title, modelId, layer, neurons } = campaign.manifest;
	const answered = await answeredHere(id);
	const cells = (await campaign.summaries()).map(({ index, flags }): CellState => {
		if (flags.includes('dead')) return 'dead';
		return answered.has(index) ? 'begun' : 'new';
	});
	const kind: ListKind = 'unsolved';
	// One list, and nothing in it: what players made of neurons is the server's.
	const nothing = { kinds: [kind], list: [], funny: [], words: '', found: null };
	const problem = storeError('offline').message;
	return { campaign: { id, title, modelId, layer, neurons }, isHome: true, cells, kind, ...nothing, problem };
}

/** The choices that live on this device; the profile is the server's. */
export async function settingsPage() {
	const theme = themeOf(rememberedChoice(THEME_COOKIE));
	return { profile: null, problem: storeError('offline').message, hasGitHub: false, theme };
}

/** The campaigns that are kept. */
export async function offlinePage() {
	const copies = await Promise.all((await keptCampaigns()).map(openKeptCampaign));
	const campaigns = copies.flatMap((copy) => copy?.manifest ?? []).map(({ id, title }) => ({ id, title }));
	return { campaigns, home: readKept(HOME_KEY, isString) ?? null };
}
