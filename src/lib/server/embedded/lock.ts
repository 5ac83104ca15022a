// One process at a time for one database folder: PGlite does not notice a second one, and both then destroy it.
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

interface Holder {
	pid: number;
	/** Tells a process from a later one with the same number; '' where the system does not say. */
	startedAt: string;
}

/** Start of a process in clock ticks since boot, with the boot's id (Linux); '' elsewhere or when it is gone. */
function processStart(pid: number): string {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
		return `${boot}/${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
	} catch {
		return '';
	}
}

function isAlive({ pid, startedAt }: Holder): boolean {
	try {
		process.kill(pid, 0);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false; // EPERM: somebody else's, alive
	}
	return startedAt === '' || processStart(pid) === startedAt;
}

function readHolder(text: string): Holder {
	try {
		const { pid, startedAt } = JSON.parse(text) as Partial<Holder>;
		if (Number.isInteger(pid) && pid! > 0) return { pid: pid!, startedAt: startedAt ?? '' };
	} catch {
		// Fall through: a lock file is linked into place whole, so this one is not ours to respect.
	}
	return { pid: 2 ** 30, startedAt: '' };
}

function tryRead(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}

/** Links `mine` into place as `file`; false when there is a lock already. */
function tryLink(mine: string, file: string): boolean {
	try {
		linkSync(mine, file);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

/** Takes a dead process's lock away. When another process was quicker, its fresh lock is put back. */
function removeStale(file: string, seen: string): void {
	const aside = `${file}.${randomUUID()}`;
	try {
		renameSync(file, aside);
	} catch {
		return; // gone already
	}
	if (tryRead(aside) !== seen) tryLink(aside, file);
	rmSync(aside, { force: true });
}

/** Locks `file` for this process until `release`. Throws, in words for people, while a living process has it;
 *  `what` is the folder named in that message. A lock left by a killed process is taken over. */
export function acquireLock(file: string, what: string): { release: () => void } {
	const content = JSON.stringify({
		pid: process.pid,
		startedAt: processStart(process.pid),
		id: randomUUID()
	});
	const mine = `${file}.${randomUUID()}`;
	writeFileSync(mine, content, { mode: 0o600 });
	try {
		for (let attempt = 0; attempt < 10; attempt++) {
			if (tryLink(mine, file)) return { release: () => release(file, content) };
			const seen = tryRead(file);
			if (seen === undefined) continue;
			const holder = readHolder(seen);
			if (isAlive(holder)) throw new Error(refusal(what, file, holder));
			removeStale(file, seen);
		}
		throw new Error(`The lock ${file} changes hands all the time; stop the other servers and try again.`);
	} finally {
		rmSync(mine, { force: true });
	}
}

function refusal(what: string, file: string, { pid }: Holder): string {
	return (
		`The database in ${what} is in use by process ${pid}. Stop it first, or give this one a folder of its own ` +
		`(DATA_DIR). If that process is no Neuronpedia server, remove ${file}.`
	);
}

function release(file: string, content: string): void {
	if (tryRead(file) === content) rmSync(file, { force: true });
}
