import { expect, it } from 'vitest';
import { eachOf } from './each-of.ts';

const turn = () => new Promise((resolve) => setTimeout(resolve, 1));

it('takes every item once, a few at a time', async () => {
	let [underWay, most] = [0, 0];
	const seen: number[] = [];
	await eachOf([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
		most = Math.max(most, ++underWay);
		await turn();
		seen.push(item);
		underWay--;
	});
	expect(seen.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
	expect(most).toBe(3);
});

it('begins nothing more after a failure, and ends only when all that was begun has', async () => {
	const [begun, ended] = [[] as number[], [] as number[]];
	const all = eachOf([1, 2, 3, 4, 5, 6], 2, async (item) => {
		begun.push(item);
		if (item === 3) throw new Error('three');
		await turn();
		ended.push(item);
	});
	await expect(all).rejects.toThrow('three');
	expect(begun.length).toBeLessThan(6);
	expect(ended).toEqual(begun.filter((item) => item !== 3));
});
