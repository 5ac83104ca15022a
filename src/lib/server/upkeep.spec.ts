import { expect, it, vi } from 'vitest';
import { startUpkeep } from './upkeep.ts';

it('calls upkeep again and again, one call at a time, until it is stopped', async () => {
	let [running, most, calls] = [0, 0, 0];
	const stop = startUpkeep(async (name) => {
		expect(name).toBe('run_upkeep');
		calls++;
		most = Math.max(most, ++running);
		await new Promise((resolve) => setTimeout(resolve, 12));
		running--;
	}, 5);
	await vi.waitFor(() => expect(calls).toBeGreaterThan(2));
	await stop();
	expect([running, most]).toEqual([0, 1]);
	const before = calls;
	await new Promise((resolve) => setTimeout(resolve, 30));
	expect(calls).toBe(before);
});

it('goes on after a failure', async () => {
	const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
	let calls = 0;
	const stop = startUpkeep(() => Promise.reject(new Error(`failure ${++calls}`)), 5);
	await vi.waitFor(() => expect(calls).toBeGreaterThan(1));
	await stop();
	expect(warn).toHaveBeenCalledWith('Upkeep of the store failed: failure 1');
	warn.mockRestore();
});
