// The schema's SQL, bundled by Vite into the server, so that a build needs no other files.
import bootstrap from './bootstrap.sql?raw';
import { parseMigrations, type Schema } from './schema.ts';

const files = import.meta.glob<string>('/supabase/migrations/*.sql', {
	query: '?raw',
	import: 'default',
	eager: true
});

export const bundledSchema: Schema = { bootstrap, migrations: parseMigrations(files) };
