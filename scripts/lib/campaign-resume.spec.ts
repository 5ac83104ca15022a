// A build that is killed and resumed gives the same bytes as one that ran through, and so does a second build.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureCampaign, type CampaignOptions } from './campaign-build.ts';
import { makeTinyCampaign, type TinyCampaign } from './testing/tiny-campaign.ts';

let tiny: TinyCampaign;
/** By path below the campaign's folder. */
let expected: Map<string, string>;
const work = () => path.join(tiny.options.cacheDir, 'tiny');
const segments = () =>
	existsSync(work()) ? readdirSync(work()).filter((name) => name.endsWith('.bin')) : [];

function bytesOf(dir: string): Map<string, string> {
	const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort();
	return new Map(
		files
			.filter((file) => statSync(path.join(dir, file)).isFile())
			.map((file) => [file, readFileSync(path.join(dir, file), 'base64')])
	);
}

beforeAll(async () => {
	tiny = makeTinyCampaign();
	expected = bytesOf((await ensureCampaign('tiny', tiny.options)).dir);
});
afterAll(() => tiny.remove());

const startOver = () => rmSync(tiny.options.campaignsDir, { recursive: true, force: true });

/** Starts a build and kills it as soon as `isTime`. Resolves to whether it was killed before its end. */
async function killWhen(isTime: () => boolean, options: CampaignOptions): Promise<boolean> {
	const script = path.join(import.meta.dirname, 'testing/build-tiny-campaign.ts');
	const child = spawn(process.execPath, [script, JSON.stringify(options)], { stdio: 'inherit' });
	const timer = setInterval(() => isTime() && child.kill('SIGKILL'), 1);
	const signal = await new Promise((resolve) => child.once('exit', (_, by) => resolve(by)));
	clearInterval(timer);
	return signal === 'SIGKILL';
}

it('goes on after a kill among the activations, and after one among the files', async () => {
	startOver();
	const options = { ...tiny.options, resume: true };
	expect(await killWhen(() => segments().length >= 2, options)).toBe(true);
	const kept = new Map(segments().map((name) => [name, statSync(path.join(work(), name)).mtimeMs]));
	expect(kept.size).toBeGreaterThanOrEqual(2);
	expect(existsSync(path.join(tiny.options.campaignsDir, 'tiny'))).toBe(false);

	const isWriting = () =>
		existsSync(tiny.options.campaignsDir) && readdirSync(tiny.options.campaignsDir).length > 0;
	expect(await killWhen(isWriting, options)).toBe(true);
	for (const [name, mtimeMs] of kept) expect(statSync(path.join(work(), name)).mtimeMs).toBe(mtimeMs);

	const { dir, built } = await ensureCampaign('tiny', options);
	expect(built).toBe(true);
	expect(bytesOf(dir)).toEqual(expected);
	expect(existsSync(work())).toBe(false);
});

it('computes a damaged segment again', async () => {
	startOver();
	await killWhen(() => segments().length >= 2, { ...tiny.options, resume: true });
	truncateSync(path.join(work(), segments()[0]!), 1000);
	const { dir } = await ensureCampaign('tiny', { ...tiny.options, resume: true });
	expect(bytesOf(dir)).toEqual(expected);
});

it('takes nothing over from another corpus', async () => {
	startOver();
	await killWhen(() => segments().length >= 2, { ...tiny.options, resume: true });
	const other = [path.join(tiny.options.corpus[0]!, 'history.txt')];
	const { dir } = await ensureCampaign('tiny', { ...tiny.options, corpus: other, resume: true });
	const manifest = JSON.parse(readFileSync(path.join(dir, 'manifest.json'), 'utf8'));
	expect(manifest.sources).toEqual(['history']);
	const alone = await ensureCampaign('tiny', {
		...tiny.options,
		corpus: other,
		campaignsDir: path.join(tiny.folder, 'alone')
	});
	expect(bytesOf(dir)).toEqual(bytesOf(alone.dir));
});

it('builds the same bytes twice from the beginning', async () => {
	startOver();
	const { dir } = await ensureCampaign('tiny', tiny.options);
	expect(bytesOf(dir)).toEqual(expected);
});

// /dev/full answers every write with ENOSPC.
it.skipIf(!existsSync('/dev/full'))(
	'says that the disk is full, and goes on when there is room',
	async () => {
		startOver();
		const options = { ...tiny.options, resume: true };
		expect(await killWhen(() => segments().length >= 1, options)).toBe(true);
		const kept = segments().length;
		const next = path.join(work(), `segment-${String(kept).padStart(6, '0')}.bin.part`);
		rmSync(next, { force: true });
		symlinkSync('/dev/full', next);
		const full = /^The disk is full: .*\/tiny could not be written\. .*--resume/;
		await expect(ensureCampaign('tiny', options)).rejects.toThrow(full);
		expect(segments()).toHaveLength(kept);
		rmSync(next);
		expect(bytesOf((await ensureCampaign('tiny', options)).dir)).toEqual(expected);
	}
);
