// Lends the specs of one run a PostgreSQL server: started when the first one asks, ended with the run. Without an
// installed PostgreSQL its half of the tests is skipped, which a gate (CI) does not accept.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { findPostgres, startPostgres, type PostgresServer } from './postgres-server.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** Where to ask for the address of a new database (GET /{name}); '' when there is no PostgreSQL. */
		postgresLender: string;
	}
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const bin = findPostgres();
	if (!bin) {
		const missing = 'PostgreSQL is not installed (/usr/lib/postgresql/*/bin): its half of the tests';
		if (process.env.CI) throw new Error(`${missing} cannot run.`);
		console.warn(`\n${missing} is SKIPPED.\n`);
		project.provide('postgresLender', '');
		return async () => {};
	}
	let starting: Promise<PostgresServer> | undefined;
	// Specs run in processes of their own, so they ask by HTTP.
	const lender = createServer(async ({ url }, response) => {
		try {
			const server = await (starting ??= startPostgres(bin));
			response.end(server.url(url!.slice(1)));
		} catch (error) {
			response.writeHead(500).end((error as Error).message);
		}
	});
	await new Promise<void>((resolve) => lender.listen(0, '127.0.0.1', resolve));
	project.provide('postgresLender', `http://127.0.0.1:${(lender.address() as AddressInfo).port}`);
	return async () => {
		lender.closeAllConnections();
		lender.close();
		await (await starting?.catch(() => undefined))?.stop();
	};
}
