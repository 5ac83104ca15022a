// Friends by link: one makes a group, the other joins by its link; each sees the other, strangers do not.
import { expect, test } from '../../testing/e2e-test.ts';
import { open } from '../../testing/play.ts';

test('a group is made, joined by its link, and left', async ({ page, browser, server, context }, info) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await open(page, '/settings');
	const name = `Ada ${info.project.name}`;
	await page.getByLabel('Name', { exact: true }).fill(name);
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('✓ Saved')).toBeVisible();
	await page.goto('/leaderboard');
	await page.getByRole('link', { name: 'Play with friends' }).click();
	await page.locator('[data-hydrated=true]').waitFor();
	await page.getByRole('button', { name: 'Make a group' }).click();
	await expect(page).toHaveURL(/\/friends\/[0-9a-f]{64}$/);
	await expect(page.getByRole('row', { name: name })).toBeVisible();
	await page.getByRole('button', { name: 'Copy the link' }).click();
	const link = await page.evaluate(() => navigator.clipboard.readText());
	expect(link).toBe(page.url());

	const friend = await (await browser.newContext({ baseURL: server.url })).newPage();
	await open(friend, link);
	await expect(friend.getByText(`${name} compares points here.`)).toBeVisible();
	await expect(friend.getByRole('table')).toHaveCount(0); // an invitation shows no board
	await friend.screenshot({ path: info.outputPath('invited.png'), fullPage: true });
	await friend.getByRole('button', { name: 'Join' }).click();
	await expect(friend.getByRole('row')).toHaveCount(3); // the head and two members
	await expect(friend.getByText('You have no name yet')).toBeVisible();
	for (const period of ['Today', 'This month', 'All time']) {
		await friend.getByRole('link', { name: period }).click();
		await expect(friend.getByRole('link', { name: period })).toHaveAttribute('aria-current', 'true');
		await expect(friend.getByRole('row')).toHaveCount(3);
	}
	await friend.screenshot({ path: info.outputPath('board.png'), fullPage: true });
	await friend.getByRole('button', { name: 'Leave this group' }).click();
	await friend.getByRole('button', { name: 'Yes, leave' }).click();
	await expect(friend.getByText('You are in no group yet.')).toBeVisible();
	await friend.context().close();

	await page.goto('/friends');
	await page.getByRole('link', { name: 'Only you so far' }).click();
	await page.locator('[data-hydrated=true]').waitFor();
	await page.getByRole('button', { name: 'Leave this group' }).click();
	await page.getByRole('button', { name: 'Yes, leave' }).click();
	await expect(page).toHaveURL(/\/friends$/);
	expect((await page.goto(link))?.status()).toBe(404);
	await expect(page.getByText('This invitation leads nowhere')).toBeVisible();
});
