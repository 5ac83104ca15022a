// How a page's load answers while the server is away: with what is kept, or with words about what is missing.
import { error } from '@sveltejs/kit';

/** The page's data, marked as this device's own, or the error page that says kindly what it needs: nothing is kept (null), or what is kept turned out
 *  damaged (a rejection, whose message names the file). */
export async function orNeedsServer<T extends object>(
	page: Promise<T | null | undefined>
): Promise<T & { isFromDevice?: true }> {
	const found = await page.catch((cause: Error) =>
		error(503, { message: cause.message, needsServer: true, isDamaged: true })
	);
	if (found) return { ...found, isFromDevice: true };
	error(503, { message: 'Nothing is kept here.', needsServer: true });
}
