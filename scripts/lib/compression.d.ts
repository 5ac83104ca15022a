// What of the package "compression" is used here; its own types would bring Express' with them.
declare module 'compression' {
	import type { IncomingMessage, ServerResponse } from 'node:http';
	import type { BrotliOptions } from 'node:zlib';

	type Filter = (request: IncomingMessage, response: ServerResponse) => boolean;
	interface Options {
		level: number;
		brotli: BrotliOptions;
		filter: Filter;
	}
	const compression: {
		(options: Options): (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
		/** Whether the answer's type is one that compresses well. */
		filter: Filter;
	};
	export default compression;
}
