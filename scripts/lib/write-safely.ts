// A folder that is either whole or not there: written beside its place and moved in at the end.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

function moveInto(from: string, to: string): void {
	const former = `${from}.former`;
	if (existsSync(to)) renameSync(to, former);
	renameSync(from, to);
	rmSync(former, { recursive: true, force: true });
}

/**
 * Calls `write` with an empty folder and moves it to `dir` when it is done. On an error the folder is removed and
 * `dir` stays as it was; a killed process leaves a `.building-*` folder that no one reads.
 */
export async function writeSafely<T>(dir: string, write: (building: string) => Promise<T>): Promise<T> {
	const building = path.join(path.dirname(dir), `.building-${path.basename(dir)}-${process.pid}`);
	rmSync(building, { recursive: true, force: true });
	mkdirSync(building, { recursive: true });
	try {
		const result = await write(building);
		moveInto(building, dir);
		return result;
	} catch (error) {
		rmSync(building, { recursive: true, force: true });
		if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
			throw new Error(`The disk is full: ${dir} could not be written. Free some space and try again.`, {
				cause: error
			});
		}
		throw error;
	}
}
