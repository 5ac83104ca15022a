// A running server on which one player has explained one neuron and proved two texts, for browser tests of what is shared.
import { expect, type Browser, type Page } from '@playwright/test';
import { newDataDir, removeDataDir, startServer, type TestServer } from './e2e-server.ts';
import { clues, open, writeAnswer } from './play.ts';

export interface Explained {
	server: TestServer;
	/** Addresses of the pages of the explanation and of its neuron. */
	explanationUrl: string;
	neuronUrl: string;
	/** Ends the server and takes its data away. */
	end(): Promise<void>;
}

/** Sends a text as evidence in the name of the page's player. */
export async function prove(
	page: Page,
	claim: { explanationId: string; text: string; predictsFiring: boolean }
) {
	const answer = await page.evaluate(
		(body) =>
			fetch('/play/evidence', {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body)
			}).then((response) => response.json()),
		claim
	);
	expect(answer).toMatchObject({ ok: true });
}

async function idOf(page: Page): Promise<string> {
	const href = await page.locator('#reveal-title ~ ul a[href^="/e/"]').first().getAttribute('href');
	return href!.slice('/e/'.length);
}

/** Starts the server; a new player writes `text` for the first neuron that is dealt. */
export async function startExplained(browser: Browser, text: string): Promise<Explained> {
	const dataDir = newDataDir();
	const server = await startServer(dataDir);
	const author = await browser.newPage();
	await open(author, server.url);
	const clue = await clues(author).first().innerText();
	await writeAnswer(author, text);
	const explanationId = await idOf(author);
	await prove(author, { explanationId, text: clue.trim(), predictsFiring: true });
	await prove(author, { explanationId, text: 'Nothing of it at all.', predictsFiring: true });
	const explanationUrl = `${server.url}/e/${explanationId}`;
	await author.goto(explanationUrl);
	const neuronPath = await author.getByRole('link', { name: /All about neuron/ }).getAttribute('href');
	await author.context().close();
	return {
		server,
		explanationUrl,
		neuronUrl: server.url + neuronPath!,
		end: async () => {
			await server.end();
			removeDataDir(dataDir);
		}
	};
}
