// Playwright's `test` for whole journeys: every test file gets the production server over an empty store of its own,
// started when its first test asks and gone with its last. Addresses may be given without the origin.
import { constants, cpSync } from 'node:fs';
import { test as base } from '@playwright/test';
import { newDataDir, removeDataDir, startServer, type TestServer } from './e2e-server.ts';

export { expect } from '@playwright/test';

interface Lender {
	/** The server of this file and these settings; another file's or another setting's is ended first. */
	lend(file: string, env: Record<string, string>): Promise<TestServer>;
	end(): Promise<void>;
}

/** A store that holds the schema and the campaign and nothing else. Making one takes three seconds, a copy one. */
async function makeEmptyStore(): Promise<string> {
	const dataDir = newDataDir();
	const server = await startServer(dataDir);
	await server.end();
	return dataDir;
}

function createLender(): Lender {
	let lent: { key: string; server: TestServer } | undefined;
	let emptyStore: string | undefined;
	const endLent = async () => {
		const { server } = lent ?? {};
		lent = undefined;
		await server?.end();
		if (server) removeDataDir(server.dataDir);
	};
	const end = async () => {
		await endLent();
		if (emptyStore) removeDataDir(emptyStore);
	};
	const lend = async (file: string, env: Record<string, string>) => {
		const key = JSON.stringify([file, env]);
		if (lent?.key === key) return lent.server;
		await endLent();
		emptyStore ??= await makeEmptyStore();
		const dataDir = newDataDir();
		cpSync(emptyStore, dataDir, { recursive: true, mode: constants.COPYFILE_FICLONE });
		lent = { key, server: await startServer(dataDir, 0, env) };
		return lent.server;
	};
	return { lend, end };
}

export const test = base.extend<
	{ server: TestServer; serverEnv: Record<string, string> },
	{ serverLender: Lender }
>({
	/** Settings beside the usual ones: `test.use({ serverEnv: { NAME: 'value' } })`. */
	serverEnv: [{}, { option: true }],
	serverLender: [
		// Playwright reads from the pattern what a fixture needs: this one, nothing.
		// eslint-disable-next-line no-empty-pattern
		async ({}, use) => {
			const lender = createLender();
			await use(lender);
			await lender.end();
		},
		{ scope: 'worker' }
	],
	server: async ({ serverLender, serverEnv }, use, info) =>
		use(await serverLender.lend(info.file, serverEnv)),
	baseURL: async ({ server }, use) => use(server.url)
});
