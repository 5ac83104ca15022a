// A finished campaign in a few lines: what is in it and what it weighs.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { NEURON_FLAGS } from '../../src/lib/campaign/clue.ts';
import { openFromDisk } from './campaign-disk.ts';

/** Sizes of a folder's files in bytes. */
function sizesIn(dir: string): number[] {
	return readdirSync(dir).map((name) => statSync(path.join(dir, name)).size);
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

function sizeLine(what: string, sizes: number[]): string {
	const sum = sizes.reduce((a, b) => a + b, 0);
	const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
	return `${what}: ${kilobytes(sum / sizes.length)} on average, at most ${kilobytes(largest)}`;
}

/** Several lines of text about the campaign in `dir`. */
export async function describeCampaign(dir: string): Promise<string> {
	const campaign = await openFromDisk(dir);
	const { manifest } = campaign;
	const summaries = await campaign.summaries();
	const flagged = NEURON_FLAGS.map(
		(flag) => `${flag} ${summaries.filter(({ flags }) => flags.includes(flag)).length}`
	);
	return [
		`${manifest.neurons} neurons over ${manifest.passages} passages (${manifest.tokens} tokens, ` +
			`${manifest.cutPassages} cut to the context) from ${manifest.sources.length} files`,
		`flags: ${flagged.join(', ')}`,
		sizeLine('a neuron page', sizesIn(path.join(dir, 'pages'))),
		sizeLine('its exhibits', sizesIn(path.join(dir, 'exhibits'))),
		sizeLine('its random sample', sizesIn(path.join(dir, 'samples'))),
		`all maxima (index): ${kilobytes(sizesIn(path.join(dir, 'index'))[0]!)}; ` +
			`the whole campaign offline: ${megabytes(manifest.offlineBytes)}`
	].join('\n');
}
