import { page } from 'vitest/browser';
import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { seriousFindings } from '../../testing/accessibility.ts';
import EngineTools from './EngineTools.svelte';

const props = () => ({
	isExact: false,
	selfTest: null,
	hasRun: true,
	onexact: vi.fn(),
	onselftest: vi.fn(),
	evidence: () => '{}'
});

describe('EngineTools', () => {
	it('asks for the exact build and for the self-test', async () => {
		const given = props();
		await render(EngineTools, given);
		await page.getByLabelText(/Exact values/).click();
		expect(given.onexact).toHaveBeenCalledExactlyOnceWith(true);
		await page.getByRole('button', { name: 'Self-test' }).click();
		expect(given.onselftest).toHaveBeenCalledOnce();
		expect(await seriousFindings(document.body)).toEqual([]);
	});

	it('says how far the engine is off, and not to trust one that failed', async () => {
		const selfTest = { texts: 12, maxAbsError: 0.0123, tolerance: 0.05, passed: true };
		const { rerender } = await render(EngineTools, { ...props(), selfTest });
		await expect.element(page.getByRole('status')).toMatchTextContent(/^Passed: 12 texts.*0\.012 .*0\.050/);
		await rerender({ selfTest: { ...selfTest, maxAbsError: 3, passed: false } });
		await expect.element(page.getByRole('status')).toMatchTextContent(/^Failed: .*3\.0 off.*Do not trust/);
	});

	it('saves nothing before there is a run', async () => {
		await render(EngineTools, { ...props(), hasRun: false });
		await expect.element(page.getByRole('button', { name: 'Save as evidence' })).toBeDisabled();
	});
});
