// axe over a whole page of a browser test.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type Axe from 'axe-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The serious and critical findings on the page, as "rule: element", empty when all is well. */
export async function seriousFindings(page: Page): Promise<string[]> {
	await page.evaluate(axeSource); // evaluate is not bound by the page's Content-Security-Policy
	return page.evaluate(async () => {
		const { axe } = window as unknown as { axe: typeof Axe };
		const { violations } = await axe.run();
		return violations
			.filter(({ impact }) => impact === 'serious' || impact === 'critical')
			.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
	});
}
