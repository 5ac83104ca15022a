// Linking GitHub and signing in with it on other devices, through a fake GitHub on loopback.
import type { Browser, Page } from '@playwright/test';
import { expect, test as base } from '../../testing/e2e-test.ts';
import { startFakeGitHub, type FakeGitHub } from '../../testing/fake-github.ts';
import { clues, open, skipNeuron, writeAnswer } from '../../testing/play.ts';

const test = base.extend<object, { github: FakeGitHub }>({
	github: [
		// Playwright reads from the pattern what a fixture needs: this one, nothing.
		// eslint-disable-next-line no-empty-pattern
		async ({}, use) => {
			const github = await startFakeGitHub();
			await use(github);
			await github.close();
		},
		{ scope: 'worker' }
	],
	serverEnv: async ({ github }, use) => {
		const { clientId, clientSecret, url, apiUrl } = github.settings;
		await use({
			GITHUB_CLIENT_ID: clientId,
			GITHUB_CLIENT_SECRET: clientSecret,
			GITHUB_URL: url,
			GITHUB_API_URL: apiUrl
		});
	}
});

/** Another device: it shares no cookies and keeps nothing of the others. */
async function newDevice(browser: Browser, baseURL: string): Promise<Page> {
	const context = await browser.newContext({ baseURL });
	return context.newPage();
}
async function openSettings(page: Page): Promise<void> {
	await page.goto('/settings');
	await page.locator('#account[data-ready=true]').waitFor();
}
const press = (page: Page, name: string) => page.getByRole('button', { name }).click();

/** Answers a neuron, another one than that with the clue `other`; returns the clue that tells which it was. */
async function playOne(page: Page, text: string, other?: string): Promise<string> {
	await open(page, '/');
	const clueNow = async () => (await clues(page).first().textContent()) ?? '';
	if ((await clueNow()) === other) await skipNeuron(page);
	const clue = await clueNow();
	await writeAnswer(page, text);
	return clue;
}
async function expectAnswers(page: Page, texts: string[]): Promise<void> {
	await page.goto('/answers');
	for (const text of texts) await expect(page.getByText(text)).toBeVisible();
	await expect(
		page.getByText(texts.length === 1 ? '1 neuron answered' : `${texts.length} neurons answered`)
	).toBeVisible();
}

test('one player on three devices, with nothing lost', async ({ page, browser, server, github }, info) => {
	github.visitor = 4711;
	const [first, second] = ['lanterns on the first device', 'ropes on the second device'];
	const played = await playOne(page, first);
	await openSettings(page);
	await press(page, 'Link GitHub');
	await expect(page.getByText('You are signed in with GitHub.')).toBeVisible();
	await expect(page.getByText('Your GitHub account is linked.')).toBeVisible();
	// What the journey left in the address is good once, and gone.
	await expect(page).toHaveURL(`${server.url}/settings`);
	await page.screenshot({ path: info.outputPath('linked.png'), fullPage: true });
	await expectAnswers(page, [first]);

	const other = await newDevice(browser, server.url);
	await playOne(other, second, played);
	await openSettings(other);
	await press(other, 'Link GitHub');
	await expect(other.getByText('This GitHub account plays here already')).toBeVisible();
	await press(other, 'Sign in and bring it along');
	await expect(other.getByText('Welcome back!')).toBeVisible();
	await other.screenshot({ path: info.outputPath('merged.png'), fullPage: true });
	await expectAnswers(other, [first, second]);
	await other.context().close();

	const third = await newDevice(browser, server.url);
	await openSettings(third);
	await expect(third.getByRole('button', { name: 'Link GitHub' })).toHaveCount(0);
	await press(third, 'Sign in with GitHub');
	await expect(third.getByText('You are signed in with GitHub.')).toBeVisible();
	await expectAnswers(third, [first, second]);
	await third.context().close();
	await expectAnswers(page, [first, second]);
});

test('says so when somebody turns back at GitHub, or GitHub does not answer', async ({ page, github }) => {
	await playOne(page, 'nets of somebody who turns back');
	github.visitor = null;
	await openSettings(page);
	await press(page, 'Link GitHub');
	await expect(page.getByText('You did not sign in. Nothing has changed.')).toBeVisible();
	github.visitor = 4712;
	github.isBroken = true;
	await press(page, 'Link GitHub');
	await expect(page.getByRole('alert')).toContainText('Signing in with GitHub failed');
	github.isBroken = false;
	await expect(page.getByRole('button', { name: 'Link GitHub' })).toBeVisible();
	await expectAnswers(page, ['nets of somebody who turns back']);
});
