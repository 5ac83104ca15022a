// A folder that is either whole or not there: written beside its place and moved in at the end.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { tellIfDiskFull } from './disk-full.ts';

const remove = (dir: string) => rmSync(dir, { recursive: true, force: true });

function moveInto(from: string, to: string): void {
	const former = `${from}.former`;
	remove(former);
	const hadFormer = existsSync(to);
	if (hadFormer) renameSync(to, former);
	try {
		renameSync(from, to);
	} catch (error) {
		if (hadFormer) renameSync(former, to);
		throw error;
	}
	remove(former);
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0); // sends nothing, only asks
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM'; // another user's
	}
}

/** Removes what killed processes have left of this folder; they can be hundreds of megabytes. */
function removeLeftovers(dir: string): void {
	const stem = `.building-${path.basename(dir)}-`;
	for (const name of readdirSync(path.dirname(dir))) {
		const pid = name.startsWith(stem) ? /^(\d+)(\.former)?$/.exec(name.slice(stem.length))?.[1] : undefined;
		if (pid !== undefined && !isRunning(Number(pid))) remove(path.join(path.dirname(dir), name));
	}
}

/**
 * Calls `write` with an empty folder and moves it to `dir` when it is done. On an error the folder is removed and
 * `dir` stays as it was; a killed process leaves a `.building-*` folder that no one reads and the next call removes.
 */
export async function writeSafely<T>(dir: string, write: (building: string) => Promise<T>): Promise<T> {
	const building = path.join(path.dirname(dir), `.building-${path.basename(dir)}-${process.pid}`);
	remove(building);
	mkdirSync(building, { recursive: true });
	removeLeftovers(dir);
	try {
		const result = await tellIfDiskFull(dir, () => write(building));
		moveInto(building, dir);
		return result;
	} catch (error) {
		remove(building);
		throw error;
	}
}
