import adapter from '@sveltejs/adapter-node';

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		adapter: adapter({ precompress: true }),
		// The embedded backend checks its own tokens and answers cross-origin API calls;
		// pages have no form posts that ride on cookies.
		paths: { relative: false }
	}
};
