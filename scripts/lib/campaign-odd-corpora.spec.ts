// Corpora that nobody would choose: the build says what is true of them, or refuses in words.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureCampaign } from './campaign-build.ts';
import { openFromDisk } from './campaign-disk.ts';
import { makeTinyCampaign, TINY_SHAPE, type TinyCampaign } from './testing/tiny-campaign.ts';

let tiny: TinyCampaign;
beforeAll(() => {
	tiny = makeTinyCampaign();
});
afterAll(() => tiny.remove());

let number = 0;
async function build(content: string | Uint8Array, ending = 'txt') {
	const file = path.join(tiny.folder, `odd-${number++}.${ending}`);
	writeFileSync(file, content);
	return openFromDisk((await ensureCampaign('odd', { ...tiny.options, corpus: [file] })).dir);
}

it('one passage of one token is a campaign, with every neuron marked', async () => {
	const campaign = await build('a\n');
	expect(campaign.manifest).toMatchObject({ passages: 1, tokens: 1, cutPassages: 0 });
	for (const { index, flags } of await campaign.summaries()) {
		const page = await campaign.neuron(index);
		expect(page.clues).toMatchObject([{ tokens: ['a'], peakIndex: 0, passageTokens: 1 }]);
		expect(page.max).toBe(page.min);
		expect(page).toMatchObject({ variance: 0, skewness: 0, kurtosis: 0 });
		expect(page.histogram[0]).toBe(1);
		expect(await campaign.exhibits(index)).toEqual([]);
		expect(flags.some((flag) => flag === 'few-exhibits' || flag === 'dead')).toBe(true);
	}
});

it('lines of one token, a huge one, bytes that are no UTF-8 and repeated lines', async () => {
	const huge = `${'every word counts '.repeat(50_000)}end`;
	const unbroken = 'x'.repeat(300_000);
	const lines = ['a', 'I', '', huge, unbroken, 'caf\u00e9 𝄞', 'a', '.', 'same line', 'same line', ''];
	const campaign = await build(
		Buffer.concat([Buffer.from(lines.join('\n')), Buffer.from([0x0a, 0x62, 0xff, 0xfe, 0x62, 0x0a])])
	);
	const { passages, cutPassages, tokens } = campaign.manifest;
	expect([passages, cutPassages]).toEqual([8, 2]);
	const limit = TINY_SHAPE.n_positions - 1;
	const texts = await Promise.all(
		Array.from({ length: passages }, async (_, id) => (await campaign.passage(id)).tokens)
	);
	expect(texts.flat()).toHaveLength(tokens);
	expect(texts.map((list) => list.join(''))).toEqual([
		'a',
		'I',
		huge.slice(0, texts[2]!.join('').length),
		unbroken.slice(0, texts[3]!.join('').length),
		'caf\u00e9 𝄞',
		'.',
		'same line',
		'b\uFFFD\uFFFDb'
	]);
	expect([texts[2]!.length, texts[3]!.length]).toEqual([limit, limit]);
	const { clues } = await campaign.neuron(0);
	expect(clues.map(({ passageId }) => passageId).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
	expect(new Set(clues.map(({ peak }) => peak)).size).toBe(8);
});

it('no passage at all is refused, and what was there stays', async () => {
	await build('something\n');
	await expect(build('\n \n\t\n')).rejects.toThrow(/There is no passage/);
	await expect(build('{"text": 1}\n', 'jsonl')).rejects.toThrow(/line 1, has no "text"/);
	expect(existsSync(path.join(tiny.options.campaignsDir, 'odd/manifest.json'))).toBe(true);
});
