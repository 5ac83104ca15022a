// Others at a test server: players without a browser, and the service role. Through the real gateway, by HTTP.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createServiceRpc, type ServiceRpc } from '../lib/server/rpc.ts';
import type { TestServer } from './e2e-server.ts';
import { newPlayer, ORIGIN, type Player } from './players.ts';

/** A new player who plays without a browser. */
export const newVisitor = ({ url }: TestServer): Promise<Player> =>
	newPlayer({ fetch: (input, init) => fetch(String(input).replace(ORIGIN, url), init) });

/** Calls as the service role, with the key that the server keeps in its data folder. */
export function serviceRole({ url, dataDir }: TestServer): ServiceRpc {
	const keys = JSON.parse(readFileSync(path.join(dataDir, 'keys.json'), 'utf8')) as { serviceKey: string };
	return createServiceRpc({ url, serviceKey: keys.serviceKey });
}
