// A process of its own that votes as fast as it can, to be killed: prints "EXPLANATION VALUE" for every vote that the
// store has acknowledged. Argument: the data folder.
import { readSchema } from '../../scripts/lib/disk-schema.ts';
import { openBackend } from '../lib/server/embedded/backend.ts';
import { createServiceRpc } from '../lib/server/rpc.ts';

const PLAYERS = 8;
const EXPLANATIONS = 40;
const url = 'http://localhost';

const backend = await openBackend({ schema: readSchema(), dataDir: process.argv[2]! });
const { database, fetch, publishableKey, serviceKey } = backend;
const rpc = createServiceRpc({ url, serviceKey, fetch });
await rpc('publish_campaign', { campaign: { id: 'load', title: 'Load', model_id: 'none', layer: 0 } });
await rpc('publish_neurons', { campaign_id: 'load', rows: [{ index: 0, max: 1, min: 0, priority: 1 }] });
await database.run(`insert into game.explanations (campaign_id, neuron_index, text, text_key)
	select 'load', 0, 'words ' || i, 'words ' || i from generate_series(1, ${EXPLANATIONS}) i on conflict do nothing`);
const rows = await database.run('select id::text from game.explanations order by id');

async function vote(): Promise<void> {
	const headers = { 'content-type': 'application/json', apikey: publishableKey };
	const signUp = await fetch(`${url}/auth/v1/signup`, { method: 'POST', headers, body: '{}' });
	const { access_token, user } = (await signUp.json()) as { access_token: string; user: { id: string } };
	for (const [i, { id }] of rows.entries()) {
		// The limit for people is not what is tested here.
		if (i % 50 === 0) await database.run(`delete from game.write_budgets where player_id = '${user.id}'`);
		const value = i % 3 ? 1 : -1;
		const answer = await fetch(`${url}/rest/v1/rpc/cast_vote`, {
			method: 'POST',
			headers: { ...headers, authorization: `Bearer ${access_token}` },
			body: JSON.stringify({ explanation_id: id, value })
		});
		if (answer.ok) process.stdout.write(`${user.id} ${String(id)} ${value}\n`);
	}
}
for (;;) await Promise.all(Array.from({ length: PLAYERS }, vote));
