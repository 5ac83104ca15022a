// What a full disk looks like to people, whichever command meets it.

/** Runs `write`. A full disk becomes an Error that names `place` and says what to do; other errors pass. */
export async function tellIfDiskFull<T>(
	place: string,
	write: () => Promise<T>,
	advice = 'Free some space and try again.'
): Promise<T> {
	try {
		return await write();
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
		throw new Error(`The disk is full: ${place} could not be written. ${advice}`, { cause: error });
	}
}
