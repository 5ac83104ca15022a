import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, describeOnBoth, hasPostgres } from '../../../testing/backends.ts';
import type { Backend } from './backend.ts';
import { bundledSchema } from './bundled-schema.ts';
import { openPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';
import { migrate, parseMigrations, type Schema } from './schema.ts';

const extended = (...sqls: string[]): Schema => ({
	...bundledSchema,
	migrations: [
		...bundledSchema.migrations,
		...sqls.map((sql, i) => ({ version: `9999010100000${i}`, name: `extra_${i}`, sql }))
	]
});

it('reads versions and names from the files, in order', () => {
	const files = { '/m/20260102000000_b.sql': 'B', '/m/20260101000000_a_c.sql': 'A' };
	expect(parseMigrations(files)).toEqual([
		{ version: '20260101000000', name: 'a_c', sql: 'A' },
		{ version: '20260102000000', name: 'b', sql: 'B' }
	]);
	expect(() => parseMigrations({ '/m/1_a.sql': '' })).toThrow("Not a migration's name: /m/1_a.sql");
	expect(bundledSchema.migrations.length).toBeGreaterThan(7);
});

describeOnBoth('migrations', (open) => {
	let backend: Backend;
	beforeAll(async () => (backend = await open()));
	afterAll(() => backend.close());

	it('are applied once, and only new ones later', async () => {
		expect(await migrate(backend.database, bundledSchema)).toBe(0);
		expect(await migrate(backend.database, extended(`create table game.extra ("it's" int)`))).toBe(1);
		const rows = await backend.database.run(
			'select version from supabase_migrations.schema_migrations order by version'
		);
		expect(rows).toHaveLength(bundledSchema.migrations.length + 1);
	});

	it('name the one that fails; the earlier ones stay, of itself nothing', async () => {
		const schema = extended(
			'select 1',
			'create table game.first_one ()',
			'create table game.half (); select 1 / 0'
		);
		await expect(migrate(backend.database, schema)).rejects.toThrow(
			'Migration 99990101000002_extra_2 failed: division by zero'
		);
		expect(
			await backend.database.run(
				`select to_regclass('game.first_one')::text as a, to_regclass('game.half')::text as b`
			)
		).toEqual([{ a: 'game.first_one', b: null }]);
	});

	it('are refused where the schema auth is somebody else’s', async () => {
		await backend.database.run('comment on schema auth is null');
		await expect(migrate(backend.database, bundledSchema)).rejects.toThrow('not ours');
	});
});

it('migrations work for an owner that is no superuser', async () => {
	const database = await openPglite(null);
	const [row] = await database.run(`
		create role plain_owner createrole;
		do $$ begin execute format('grant create on database %I to plain_owner', current_database()); end $$;
		set local session authorization plain_owner;
		${bundledSchema.bootstrap};
		${bundledSchema.migrations.map(({ sql }) => sql).join(';')};
		select set_config('role', 'authenticated', true), set_config('role', 'anon', true);
		select set_config('role', 'service_role', true) as role`);
	expect(row).toEqual({ role: 'service_role' });
	await database.run('reset session authorization'); // PGlite keeps it beyond the transaction
	await database.close();
});

it.skipIf(!hasPostgres())('two servers that start on one new database agree', async () => {
	const url = await createDatabase();
	const databases = await Promise.all([openPostgres(url), openPostgres(url), openPostgres(url)]);
	await Promise.all(databases.map((database) => migrate(database, bundledSchema)));
	const rows = await databases[0]!.run('select version from supabase_migrations.schema_migrations');
	expect(rows).toHaveLength(bundledSchema.migrations.length);
	await Promise.all(databases.map((database) => database.close()));
});
