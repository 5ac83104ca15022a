import { unflatten } from 'devalue';
import { describe, expect, it } from 'vitest';
import { awayAnswer, isAway, isDataRequest, worksAway } from './away.ts';

const nodesOf = async (address: string) => {
	const { nodes } = (await awayAnswer(new URL(address, 'http://localhost')).json()) as {
		nodes: { type: string; data?: unknown[]; status?: number; error?: unknown }[];
	};
	return nodes;
};

describe('what stands in for the server', () => {
	it.each([
		['/', true],
		['/offline', true],
		['/starter/2/398', true],
		['/gpt2-small/6/0/', true],
		['/daily', true],
		['/light', true],
		['/light/17', true],
		['/e/17', false],
		['/break/17', false],
		['/leaderboard', false],
		['/embed/starter/2/398', false],
		['/api/neurons/starter/5.json', false]
	])('%s works away: %s', (path, works) => expect(worksAway(path)).toBe(works));

	it('marks the data of layouts and pages in a form that the app reads', async () => {
		const nodes = await nodesOf('/starter/2/5/__data.json?text=a&x-sveltekit-invalidated=101');
		expect(nodes.map(({ type }) => type)).toEqual(['data', 'skip', 'data']);
		for (const { data } of [nodes[0]!, nodes[2]!]) expect(isAway(unflatten(data!))).toBe(true);
	});

	it('says of a page that cannot be had what it needs, and lets its layout be', async () => {
		const nodes = await nodesOf('/quests/__data.json?x-sveltekit-invalidated=11');
		expect(nodes[0]!.type).toBe('data');
		expect(nodes[1]).toMatchObject({ type: 'error', status: 503, error: { needsServer: true } });
	});

	it('knows the home page’s data, and what is no data', async () => {
		expect(isDataRequest('/__data.json')).toBe(true);
		expect(isDataRequest('/starter/2/5/__data.json')).toBe(true);
		expect(isDataRequest('/starter/2/5')).toBe(false);
		expect((await nodesOf('/__data.json?x-sveltekit-invalidated=01')).map(({ type }) => type)).toEqual([
			'skip',
			'data'
		]);
		expect([isAway(null), isAway({ isAdvanced: true })]).toEqual([false, false]);
	});
});
