// The store's SQL read from the disk, for scripts (the server has it bundled).
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseMigrations, type Schema } from '../../src/lib/server/embedded/schema.ts';

const root = path.resolve(import.meta.dirname, '../..');

export function readSchema(): Schema {
	const folder = path.join(root, 'supabase/migrations');
	const files = readdirSync(folder).map((name) => [
		`/${name}`,
		readFileSync(path.join(folder, name), 'utf8')
	]);
	return {
		bootstrap: readFileSync(path.join(root, 'src/lib/server/embedded/bootstrap.sql'), 'utf8'),
		migrations: parseMigrations(Object.fromEntries(files))
	};
}
