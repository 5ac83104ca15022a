/// <reference types="@sveltejs/kit" />
/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="webworker" />
// The service worker: keeps the app's own files, and answers for the server while it is away. It decides nothing about
// the game; models and campaigns are kept by who reads them (src/lib/engine, src/lib/state).
import { version } from '$service-worker';
import { awayAnswer, isDataRequest } from '$lib/shell/away.ts';
import { damagedPage } from '$lib/shell/damaged-page.ts';
import { isolated, keepVersion, ShellCache } from '$lib/shell/shell-cache.ts';
import type { ToServiceWorker } from '$lib/shell/messages.ts';
import { textBehindHash } from '$lib/util/text-link.ts';

const worker = globalThis.self as unknown as ServiceWorkerGlobalScope;
const shell = new ShellCache(version);

/** A server that says nothing for so long is away, whatever the browser thinks of the line. */
const PATIENCE_MS = 8_000;
/** A gateway's word for "the server behind me is away". */
const AWAY_STATUS = [502, 503, 504];
/** Files that have their own keepers, or must always be the server's. */
const NOT_OURS =
	/^\/(models|campaigns|rest|auth|api)\/|^\/(service-worker\.js|shell-files\.json|_app\/version\.json)$/;
const FILE = /^\/_app\/immutable\/|^\/icons\/|^\/(favicon\.svg|manifest\.webmanifest)$/;

worker.addEventListener('install', (event) => event.waitUntil(keepVersion(version)));

worker.addEventListener('activate', (event) =>
	event.waitUntil(shell.removeUnused().then(() => worker.clients.claim()))
);

worker.addEventListener('message', (event) => {
	const message = event.data as ToServiceWorker;
	if (message.type === 'take-over') event.waitUntil(worker.skipWaiting());
	else if (message.type === 'started') event.waitUntil(shell.removeUnused());
	else event.ports[0]?.postMessage(version);
});

worker.addEventListener('fetch', (event) => {
	const { method, url, mode } = event.request;
	const { origin, pathname } = new URL(url);
	if (method !== 'GET' || origin !== location.origin || NOT_OURS.test(pathname)) return;
	if (mode === 'navigate') event.respondWith(answerPage(event.request));
	else if (isDataRequest(pathname)) event.respondWith(answerData(event.request));
	else if (FILE.test(pathname)) event.respondWith(answerFile(event.request, pathname));
});

/** The server's answer; undefined when it is away. */
async function fromServer(request: Request): Promise<Response | undefined> {
	// Not by a signal: that would also cut a long answer that has begun.
	const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PATIENCE_MS));
	const answered = fetch(request).catch(() => undefined);
	const response = await Promise.race([answered, late]);
	return response && AWAY_STATUS.includes(response.status) ? undefined : response;
}

async function answerPage(request: Request): Promise<Response> {
	// A text to try is for this device alone: the page is asked for again, without it.
	const bare = textBehindHash(new URL(request.url));
	if (bare) return Response.redirect(bare);
	const answer = await fromServer(request);
	if (answer) return answer;
	const missing = await shell.heal();
	if (missing.length > 0) return isolated(damagedPage(missing));
	return (await shell.page()) ?? Response.error();
}

async function answerData(request: Request): Promise<Response> {
	return (await fromServer(request)) ?? isolated(awayAnswer(new URL(request.url)));
}

async function answerFile(request: Request, path: string): Promise<Response> {
	return (await shell.file(path)) ?? fetch(request);
}
