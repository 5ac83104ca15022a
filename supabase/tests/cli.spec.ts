// The migrations go in by Supabase's own command line, and the committed types are what it makes of them.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { expect, it } from 'vitest';
import { createDatabase, hasPostgres } from '../../src/testing/backends.ts';
import { hasSupabaseCli, pushAndDescribe } from '../../src/testing/supabase-cli.ts';

const committed = path.resolve(import.meta.dirname, '../../src/lib/data/database.types.ts');

it.skipIf(!hasPostgres() || !hasSupabaseCli())(
	'supabase db push takes every migration; the types are not stale',
	async () => {
		const url = await createDatabase();
		const types = await pushAndDescribe(url);
		const sql = postgres(url, { max: 1 });
		const [row] = await sql`select count(*)::int as n from supabase_migrations.schema_migrations`;
		await sql.end();
		expect(row!.n).toBeGreaterThan(20);
		expect(types, 'run "npm run types"').toBe(readFileSync(committed, 'utf8'));
	}
);
