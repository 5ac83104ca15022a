import adapter from '@sveltejs/adapter-node';

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		// scripts/lib/precompress.ts compresses: it knows what is worth the time.
		adapter: adapter({ precompress: false }),
		// The embedded backend checks its own tokens and answers cross-origin API calls;
		// pages have no form posts that ride on cookies.
		paths: { relative: false },
		// Everything comes from our own origin. Two things are wider than one would wish: WebAssembly needs a word of
		// its own, and components set style attributes (the colours of tokens).
		csp: {
			mode: 'auto',
			directives: {
				'default-src': ['self'],
				'script-src': ['self', 'wasm-unsafe-eval'],
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
