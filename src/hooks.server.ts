// Every request passes here: the embedded backend answers its own addresses, pages get the store of their player,
// and each response its security headers.
import { building } from '$app/environment';
import { env } from '$env/dynamic/private';
import { createServerStore, SESSION_COOKIE } from '$lib/data/client.ts';
import { addressFor } from '$lib/data/env.ts';
import { createAddressLimits, limitedKind, tooManyAnswer } from '$lib/server/address-limits.ts';
import { blockedWords } from '$lib/server/blocked-words.ts';
import { isGatewayPath } from '$lib/server/embedded/gateway.ts';
import { allowConnecting, allowFraming, securityHeaders } from '$lib/server/headers.ts';
import { isEmbed, isForEverybody, isForOtherSites } from '$lib/server/public-routes.ts';
import { publishFromDisk } from '$lib/server/publish-from-disk.ts';
import { THEME_COOKIE, themeOf } from '$lib/state/theme.ts';
import { openEmbedded, serviceRpc } from '$lib/server/service.ts';
import type { Handle, RequestEvent, ServerInit } from '@sveltejs/kit';

const limits = createAddressLimits();

export const init: ServerInit = async () => {
	if (building) return;
	const rpc = await serviceRpc();
	if (!rpc) return;
	await publishFromDisk(rpc, env.CAMPAIGNS_DIR || 'static/campaigns');
	await rpc('set_blocked_words', { words: blockedWords() });
};

/** The request's store; its session cookies are read from and written to the request's. What is for everybody is asked
 *  for by nobody, so that no cache keeps what one player sees. */
async function storeOf(event: RequestEvent) {
	const address = addressFor(event.url.origin);
	const isAnonymous = isForEverybody(event.route.id);
	return createServerStore({
		...address,
		fetch: address.isHosted ? fetch : (await openEmbedded()).fetch,
		isSecure: event.url.protocol === 'https:',
		cookies: {
			getAll: () => (isAnonymous ? [] : event.cookies.getAll()),
			setAll: (cookies) =>
				cookies.forEach(({ name, value, options }) =>
					event.cookies.set(name, value, { ...options, path: '/' })
				)
		}
	});
}

function secured(response: Response, origin: string, routeId: string | null = null): Response {
	const headers = new Headers(response.headers);
	for (const [name, value] of Object.entries(securityHeaders)) headers.set(name, value);
	let policy = headers.get('content-security-policy');
	const { isHosted, url } = addressFor(origin);
	if (policy && isHosted) policy = allowConnecting(policy, url);
	if (isForOtherSites(routeId)) {
		headers.set('cross-origin-resource-policy', 'cross-origin');
		if (policy) policy = allowFraming(policy);
		// SvelteKit's own "not modified" would leave the header above out, and the frame would be blocked.
		if (response.status === 200 && isEmbed(routeId)) headers.delete('etag');
	}
	if (policy) headers.set('content-security-policy', policy);
	const { status, statusText } = response;
	return new Response(response.body, { status, statusText, headers });
}

export const handle: Handle = async ({ event, resolve }) => {
	const { origin, pathname } = event.url;
	if (isGatewayPath(pathname) && !addressFor(origin).isHosted) {
		const kind = limitedKind(event.request.method, pathname);
		if (kind && !limits.allow(kind, event.getClientAddress())) return secured(tooManyAnswer(), origin);
		return secured(await (await openEmbedded()).fetch(event.request), origin);
	}
	event.locals.store = await storeOf(event);
	const hasSession =
		!isForEverybody(event.route.id) &&
		event.cookies.getAll().some(({ name }) => name.startsWith(SESSION_COOKIE));
	// Before the response begins: a session renewed later could not set its cookies any more.
	event.locals.playerId = hasSession ? await event.locals.store.playerId() : null;
	// A frame follows its host: by name, or as the browser has it.
	const theme = themeOf(
		isEmbed(event.route.id)
			? (event.url.searchParams.get('theme') ?? undefined)
			: event.cookies.get(THEME_COOKIE)
	);
	const response = await resolve(event, {
		transformPageChunk: ({ html }) => html.replace('%theme%', theme)
	});
	return secured(response, origin, event.route.id);
};
