// What moderators do: three reports hide an explanation, one decision shows it again or takes it away; messages to the
// makers come in and are dealt with. Nobody else gets in.
import type { Page } from '@playwright/test';
import { searchExplanations } from '../../lib/data/exploring.ts';
import { reportExplanation } from '../../lib/data/moderation.ts';
import type { TestServer } from '../../testing/e2e-server.ts';
import { expect, test } from '../../testing/e2e-test.ts';
import { seriousFindings } from '../../testing/page-axe.ts';
import { open, writeAnswer } from '../../testing/play.ts';
import { newVisitor, serviceRole } from '../../testing/visitors.ts';

/** Reporters that it takes to hide an explanation. */
const REPORTERS = 3;

/** Sends a message, which makes a player of the page's visitor; gives the player's id. */
async function sendFeedback(page: Page, text: string): Promise<string> {
	await open(page, '/feedback?page=/explore');
	const signedUp = page.waitForResponse(/\/auth\/v1\/signup/);
	await page.getByLabel('Your message').fill(text);
	await page.getByRole('button', { name: 'Send' }).click();
	await expect(page.getByText('Your message has arrived')).toBeVisible();
	const { user } = (await (await signedUp).json()) as { user: { id: string } };
	return user.id;
}

/** Writes an explanation as somebody else and has it reported until it is hidden. */
async function hiddenExplanation(server: TestServer, page: Page, text: string): Promise<void> {
	await open(page, '/');
	await writeAnswer(page, text);
	for (let i = 0; i < REPORTERS; i++) {
		const { store } = await newVisitor(server);
		const found = await searchExplanations(store, { campaignId: 'starter', words: text });
		const explanationId = found.ok ? found.value.find((each) => each.text === text)?.id : undefined;
		if (!explanationId) throw new Error(`“${text}” is not there`);
		const answer = await reportExplanation(store, { explanationId, reason: 'nonsense', note: `look, ${i}` });
		expect(answer.ok).toBe(true);
	}
}

test('a moderator decides on what was reported, and deals with messages', async ({
	page,
	browser,
	server
}, info) => {
	const stamp = `${info.project.name} ${Date.now()}`;
	const kept = `innocent words ${stamp}`;
	const removed = `bad words ${stamp}`;
	for (const text of [kept, removed]) {
		const author = await browser.newPage();
		await hiddenExplanation(server, author, text);
		await author.context().close();
	}
	const message = `the map is lovely ${stamp}`;
	const player = await sendFeedback(page, message);
	expect((await page.goto('/moderation'))?.status()).toBe(403);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page is for moderators.');
	await serviceRole(server)('set_role', { player_id: player, role: 'moderator' });

	await open(page, '/moderation');
	await expect(page.getByText(kept)).toBeVisible();
	await expect(page.getByText('look, 0').first()).toBeVisible();
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		expect(await seriousFindings(page), colorScheme).toEqual([]);
	}
	await page.screenshot({ path: info.outputPath('moderation.png'), fullPage: true });
	await page.getByRole('button', { name: `Show again: “${kept}”` }).click();
	await expect(page.getByText(kept)).toHaveCount(0);
	page.once('dialog', (dialog) => dialog.accept());
	await page.getByRole('button', { name: `Remove and ban the author: “${removed}”` }).click();
	await expect(page.getByText(removed)).toHaveCount(0);
	await expect(page.getByText('from /explore').first()).toBeVisible();
	await page.getByRole('button', { name: `Done: “${message}”` }).click();
	await expect(page.getByText(message)).toHaveCount(0);
	await expect(page.locator('ol li').first()).toContainText('Message handled');
	await expect(page.locator('ol li').nth(1)).toContainText('Removed');
	await expect(page.locator('ol li').nth(2)).toContainText('Shown again');
	const lift = page.getByRole('button', { name: /^Lift the ban on the author/ });
	await lift.click();
	await expect(page.locator('ol li').first()).toContainText('Ban lifted');
	await expect(lift).toHaveCount(0);

	// What was kept is found by others again, what was removed is not.
	await page.goto(`/explore?q=${encodeURIComponent(`innocent ${stamp}`)}`);
	await expect(page.getByRole('link', { name: kept }).first()).toBeVisible();
	await page.goto(`/explore?q=${encodeURIComponent(`bad ${stamp}`)}`);
	await expect(page.getByText(removed)).toHaveCount(0);
});
