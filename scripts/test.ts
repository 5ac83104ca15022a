// `npm test`: everything there is, in one go: format, lint, types, preparation, build, unit + database + component
// tests (vitest), whole journeys in a real browser (Playwright). Ends with the number of tests passed and failed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuild } from './lib/app-build.ts';
import { ensureChromium } from './lib/chromium.ts';

const root = path.resolve(import.meta.dirname, '..');
const reports = path.join(root, 'test-results');

interface Step {
	name: string;
	run: () => boolean | Promise<boolean>;
}

interface Tally {
	passed: number;
	failed: number;
}

function command(...args: string[]): boolean {
	const [bin = '', ...rest] = args;
	const executable = path.join(root, 'node_modules/.bin', bin);
	return spawnSync(executable, rest, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

function readJson(file: string): Record<string, unknown> | undefined {
	try {
		return JSON.parse(readFileSync(path.join(reports, file), 'utf8'));
	} catch {
		return undefined; // the runner died before it wrote a report; its step has failed already
	}
}

function tallyTests(): Tally {
	const vitest = readJson('vitest.json') as { numPassedTests: number; numFailedTests: number } | undefined;
	const playwright = readJson('playwright.json') as
		{ stats: { expected: number; unexpected: number; flaky: number } } | undefined;
	return {
		passed: (vitest?.numPassedTests ?? 0) + (playwright?.stats.expected ?? 0),
		failed:
			(vitest?.numFailedTests ?? 0) + (playwright ? playwright.stats.unexpected + playwright.stats.flaky : 0)
	};
}

const steps: Step[] = [
	{ name: 'format', run: () => command('prettier', '--check', '--log-level', 'warn', '.') },
	{
		name: 'types',
		run: () => command('svelte-kit', 'sync') && command('svelte-check', '--fail-on-warnings')
	},
	{
		name: 'lint',
		run: () =>
			command('eslint', '.', '--max-warnings', '0') &&
			command('depcruise', '--config', '.dependency-cruiser.js', 'src', 'scripts')
	},
	{
		name: 'prepare',
		run: async () => {
			const { prepare } = await import('./prepare.ts');
			await prepare();
			return true;
		}
	},
	{
		name: 'build',
		run: async () => {
			await ensureBuild(root);
			return true;
		}
	},
	{
		name: 'unit, database and component tests',
		run: () => {
			const json = path.join(reports, 'vitest.json');
			return command('vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${json}`);
		}
	},
	{ name: 'browser tests', run: () => command('playwright', 'test') }
];

async function runStep(step: Step): Promise<boolean> {
	const startedAt = performance.now();
	console.log(`\n— ${step.name}`);
	let passed = false;
	try {
		passed = await step.run();
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
	}
	const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
	console.log(`${passed ? 'ok' : 'FAILED'}: ${step.name} (${seconds} s)`);
	return passed;
}

/** Runs every step even after a failure, so that one run shows all that is wrong. Returns the failed steps. */
async function runAll(): Promise<string[]> {
	const failed: string[] = [];
	for (const step of steps) {
		if (!(await runStep(step))) failed.push(step.name);
	}
	return failed;
}

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
if (values.help) {
	console.log(
		'npm test: format, types, lint, preparation, build, unit, database, component and browser tests.'
	);
	process.exit(0);
}
process.chdir(root);
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
process.env.CHROMIUM_PATH = ensureChromium();
const failedSteps = await runAll();
const tally = tallyTests();
// A step that broke outside its tests (format, types, a crash) counts as one failure, so that the sum never lies.
const failedOutsideTests = tally.failed === 0 ? failedSteps.length : 0;
if (failedSteps.length) console.error(`\nFailed: ${failedSteps.join(', ')}`);
console.log(`\n${tally.passed} passed, ${tally.failed + failedOutsideTests} failed`);
process.exit(failedSteps.length || tally.passed === 0 ? 1 : 0);
