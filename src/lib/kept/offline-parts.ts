// All that offline play of one campaign needs on this device: the campaign's files, the model's, and the app's own
// files that other visitors do without (the engine). How large it is, how much is here, keep it, remove it.
import { modelBytes, keepModel, removeModel } from '../engine/keep-model.ts';
import type { CampaignManifest } from '../campaign/manifest.ts';
import { askedFiles, keepFiles, keptBytesOf, removeFiles } from '../shell/shell-cache.ts';
import {
	campaignKeptBytes,
	keepCampaign,
	keptCampaigns,
	openKeptCampaign,
	removeCampaign,
	servedManifest
} from './campaign-copy.ts';

export interface Amount {
	keptBytes: number;
	totalBytes: number;
}

/** The manifest as the server has it, else as it is kept. Rejects when there is neither. */
async function manifestOf(id: string): Promise<CampaignManifest> {
	try {
		return await servedManifest(id);
	} catch (error) {
		const kept = await openKeptCampaign(id);
		if (!kept) throw error;
		return kept.manifest;
	}
}

const sum = (amounts: readonly Amount[]): Amount => ({
	keptBytes: amounts.reduce((total, { keptBytes }) => total + keptBytes, 0),
	totalBytes: amounts.reduce((total, { totalBytes }) => total + totalBytes, 0)
});

/** How much there is and how much of it is here, by the files' sizes. `version` is the app's. */
export async function offlineAmount(id: string, version: string): Promise<Amount> {
	const manifest = await manifestOf(id);
	const asked = await askedFiles(version);
	return sum([
		{ keptBytes: await campaignKeptBytes(manifest), totalBytes: manifest.offlineBytes },
		{
			keptBytes: await keptBytesOf(version, asked),
			totalBytes: asked.reduce((total, { sizeBytes }) => total + sizeBytes, 0)
		},
		await modelBytes(manifest.modelId)
	]);
}

export interface KeepAllOptions {
	version: string;
	signal: AbortSignal;
	onAmount: (amount: Amount) => void;
	onDamaged: (path: string) => void;
}

/** Keeps what is missing and checks all that is here against its hashes. Resolves to 'full' when this device gives no
 *  room; rejects when the line is lost or the signal fires. */
export async function keepAll(id: string, options: KeepAllOptions): Promise<'kept' | 'full'> {
	const { version, signal, onDamaged, onAmount } = options;
	try {
		const { modelId, offlineBytes } = await servedManifest(id);
		const asked = await askedFiles(version);
		const model = await modelBytes(modelId);
		const askedBytes = asked.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
		const totalBytes = offlineBytes + askedBytes + model.totalBytes;
		let keptBytes = 0;
		const onBytes = (bytes: number) => onAmount({ keptBytes: (keptBytes += bytes), totalBytes });
		await keepCampaign(id, { signal, onBytes, onDamaged });
		await keepFiles(version, asked, { signal, onBytes });
		const onProgress = (modelKept: number) => onAmount({ keptBytes: keptBytes + modelKept, totalBytes });
		return await keepModel(modelId, { signal, onProgress, onDamaged });
	} catch (error) {
		if (error instanceof DOMException && error.name === 'QuotaExceededError') return 'full';
		throw error;
	}
}

/** Takes the campaign away, and whatever no other kept campaign needs. */
export async function removeAll(id: string, version: string): Promise<void> {
	const modelId = (await openKeptCampaign(id))?.manifest.modelId ?? (await servedManifest(id)).modelId;
	await removeCampaign(id);
	const others = await Promise.all((await keptCampaigns()).map(openKeptCampaign));
	if (!others.some((other) => other?.manifest.modelId === modelId)) await removeModel(modelId);
	if (others.length === 0) await removeFiles(version, await askedFiles(version));
}
