// Makes what the game needs and the repository does not hold: the starter's ONNX model and its campaign.
// Each step is skipped when its result is already there, and leaves nothing half-made when interrupted.
import { ensureCampaign } from './lib/campaign-build.ts';
import { ensureModel } from './lib/model-build.ts';

/** Builds the starter model and campaign where they are missing or out of date. */
export async function prepare(): Promise<void> {
	await ensureModel('starter');
	await ensureCampaign('starter', { resume: true });
}

if (import.meta.main) await prepare();
