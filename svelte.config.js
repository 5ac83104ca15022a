import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-node';

// scripts/lib/precompress.ts compresses the build: it knows what is worth the time. The adapter must still be told that
// there are compressed files, or its server would not send them.
const node = adapter({ precompress: true });
/** @param {import('@sveltejs/kit').Builder} builder */
const adapt = (builder) => node.adapt(Object.assign(Object.create(builder), { compress: async () => {} }));

// The one inline script of our own, allowed by its hash: pages without scripts of Kit's carry no nonce.
const [, ownScript = ''] = /<script>([^]*?)<\/script>/.exec(readFileSync('src/app.html', 'utf8')) ?? [];
const ownHash = createHash('sha256').update(ownScript).digest('base64');

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		adapter: { ...node, adapt },
		// src/lib/state/app-version.svelte.ts registers it, so that a new version can be offered instead of forced.
		serviceWorker: { register: false },
		// The embedded backend checks its own tokens and answers cross-origin API calls;
		// pages have no form posts that ride on cookies.
		paths: { relative: false },
		// Everything comes from our own origin. Two things are wider than one would wish: WebAssembly needs a word of
		// its own, and components set style attributes (the colours of tokens).
		csp: {
			mode: 'auto',
			directives: {
				'default-src': ['self'],
				'script-src': ['self', 'wasm-unsafe-eval', `sha256-${ownHash}`],
				'style-src': ['self', 'unsafe-inline'],
				'img-src': ['self', 'data:', 'blob:'],
				'connect-src': ['self'],
				'worker-src': ['self', 'blob:'],
				'object-src': ['none'],
				'base-uri': ['self'],
				'form-action': ['self'],
				'frame-ancestors': ['none']
			}
		}
	}
};
