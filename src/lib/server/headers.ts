// Headers of every response, static files and workers included. Plain Node reads this file too.
import { isolationHeaders } from '../util/isolation-headers.ts';

export const securityHeaders: Readonly<Record<string, string>> = {
	...isolationHeaders,
	'x-content-type-options': 'nosniff',
	// Not even to ourselves: an address may carry a visitor's text.
	'referrer-policy': 'strict-origin'
};

/** A Content-Security-Policy that also lets pages connect to the origin of `url` (a hosted store, known only when the
 *  server starts, while the policy itself is made by the build). */
export function allowConnecting(policy: string, url: string): string {
	const origin = new URL(url).origin;
	return policy.replace(/(^|; *)connect-src /, `$1connect-src ${origin} `);
}

/** A Content-Security-Policy under which other sites may frame the page. */
export const allowFraming = (policy: string): string =>
	policy.replace(/(^|; *)frame-ancestors [^;]*/, '$1frame-ancestors *');
