// `npm run bench [-- NAME [options]]`: runs scripts/bench-NAME.ts, or every one of them. Each prints its own table,
// the project's figures side by side with what a user would pick instead, as ratios within one run.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

const names = readdirSync(import.meta.dirname)
	.map((file) => /^bench-([a-z0-9-]+)\.ts$/.exec(file)?.[1])
	.filter((name) => name !== undefined)
	.sort();

const [wanted, ...options] = process.argv.slice(2);
if (wanted !== undefined && !names.includes(wanted)) {
	console.error(`There is no bench "${wanted}". Known: ${names.join(', ') || 'none'}.`);
	process.exit(1);
}
let failed = false;
for (const name of wanted === undefined ? names : [wanted]) {
	const script = path.join(import.meta.dirname, `bench-${name}.ts`);
	failed = spawnSync(process.execPath, [script, ...options], { stdio: 'inherit' }).status !== 0 || failed;
}
process.exit(failed ? 1 : 0);
