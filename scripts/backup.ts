// `npm run backup`: copies the embedded database and its keys to {DATA_DIR}/backups. The server must be stopped; while
// it runs it makes a backup itself once a day.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { listBackups, makeBackup } from '../src/lib/server/embedded/backups.ts';
import { openPglite } from '../src/lib/server/embedded/pglite.ts';

const dataDir = process.env.DATA_DIR || '.data';

try {
	if (process.env.DATABASE_URL) throw new Error('DATABASE_URL is set: use pg_dump for a PostgreSQL server.');
	const folder = path.join(dataDir, 'pglite');
	// Opening would make one.
	if (!existsSync(folder)) throw new Error(`There is no embedded store in ${dataDir}.`);
	const database = await openPglite(folder);
	try {
		console.log(
			`Made the backup ${await makeBackup(database, dataDir)} in ${path.join(dataDir, 'backups')}.`
		);
	} finally {
		await database.close();
	}
} catch (error) {
	const [newest] = await listBackups(dataDir);
	console.error((error as Error).message + (newest ? ` The newest backup is ${newest}.` : ''));
	process.exit(1);
}
