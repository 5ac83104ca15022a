// `npm run restore [-- NAME]`: puts a backup (the newest unless named) in the place of the embedded database and its
// keys. What was there is kept beside it.
import { listBackups, restoreBackup } from '../src/lib/server/embedded/backups.ts';

const dataDir = process.env.DATA_DIR || '.data';

try {
	const names = await listBackups(dataDir);
	const name = process.argv[2] ?? names[0];
	if (!name) throw new Error(`There are no backups in ${dataDir}.`);
	const aside = await restoreBackup(dataDir, name);
	console.log(`Restored ${name}.${aside ? ` What was there is now ${aside}.` : ''}`);
} catch (error) {
	console.error((error as Error).message);
	process.exit(1);
}
