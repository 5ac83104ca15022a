// `npm run types`: writes src/lib/data/database.types.ts from the migrations, by Supabase's own command line over a
// PostgreSQL of this machine.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { findPostgres, startPostgres } from '../src/testing/postgres-server.ts';
import { pushAndDescribe } from '../src/testing/supabase-cli.ts';

const bin = findPostgres();
if (!bin) {
	console.error('PostgreSQL is not installed (/usr/lib/postgresql/*/bin).');
	process.exit(1);
}
const server = await startPostgres(bin);
try {
	const admin = postgres(server.url('postgres'), { max: 1 });
	await admin.unsafe('create database types');
	await admin.end();
	const file = path.resolve(import.meta.dirname, '../src/lib/data/database.types.ts');
	writeFileSync(file, await pushAndDescribe(server.url('types')));
	console.log(`Wrote ${path.relative(process.cwd(), file)}.`);
} finally {
	await server.stop();
}
