// Compresses the built files ahead of time, so that the server never does: FILE.br and FILE.gz beside each FILE.
import { createReadStream, createWriteStream, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';

/** What compresses well; images and the model's weights do not. */
const COMPRESSIBLE = /\.(?:js|mjs|css|html|json|svg|txt|xml|wasm|webmanifest|ico)$/;
/** Below this a response is one packet anyway. */
const MIN_BYTES = 1024;
/** Brotli's best quality takes a minute for the 41 MB of the runtime's WebAssembly; 9 takes a tenth of it for a
 *  download that is 12 % larger. */
const LARGE_BYTES = 4_000_000;
const LARGE_QUALITY = 9;
const AT_ONCE = 4;

function filesBelow(dir: string): string[] {
	return readdirSync(dir, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && COMPRESSIBLE.test(entry.name))
		.map((entry) => path.join(entry.parentPath, entry.name))
		.filter((file) => statSync(file).size >= MIN_BYTES);
}

async function compress(file: string): Promise<void> {
	const { size } = statSync(file);
	const params = {
		[constants.BROTLI_PARAM_QUALITY]: size > LARGE_BYTES ? LARGE_QUALITY : constants.BROTLI_MAX_QUALITY,
		[constants.BROTLI_PARAM_SIZE_HINT]: size
	};
	await pipeline(createReadStream(file), createBrotliCompress({ params }), createWriteStream(`${file}.br`));
	await pipeline(createReadStream(file), createGzip({ level: 9 }), createWriteStream(`${file}.gz`));
}

/** Writes both compressed forms of every compressible file below `dir`. Returns how many files there were. */
export async function precompress(dir: string): Promise<number> {
	const files = filesBelow(dir);
	const waiting = files.values();
	const worker = async () => {
		for (const file of waiting) await compress(file);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
	return files.length;
}
