// Fetches a checkpoint from the Hugging Face hub: progress, resume by Range after a cut, size and SHA-256 checked.
// A file stands under its own name only when it is whole; until then it is NAME.part.
import {
	createWriteStream,
	existsSync,
	mkdirSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CheckpointManifest } from './checkpoint-manifest.ts';
import { sha256OfFile } from './checkpoint.ts';
import { createProgress } from './progress.ts';

export class FetchError extends Error {
	override readonly name = 'FetchError';
}

/** A connection that brings nothing for this long is given up (and may be resumed). */
const STALL_MS = 30_000;
/** How often a cut connection is taken up again before giving up. */
const ATTEMPTS = 4;
/** The wait after the first failure; it grows by as much with each further one. */
const RETRY_MS = 1_000;

type RemoteFile = CheckpointManifest['files'][number];

interface FetchOptions {
	quiet?: boolean;
	stallMs?: number;
	/** Waits between attempts; tests make it short. */
	retryMs?: number;
}

/** HF_ENDPOINT as in Hugging Face's own tools: a mirror, or a server of the tests. */
function endpoint(): string {
	const url = process.env.HF_ENDPOINT || 'https://huggingface.co';
	if (!URL.canParse(url))
		throw new FetchError(`HF_ENDPOINT must be an address such as https://..., not "${url}".`);
	return url.replace(/\/$/, '');
}

function bothWays(manifest: CheckpointManifest): string {
	return (
		`Two ways to get ${manifest.id}: connect to the network and run \`npm run model -- ${manifest.id}\` again ` +
		`(what was fetched is kept and resumed), or fetch ${manifest.hub?.repository} elsewhere and run ` +
		`\`npm run model -- ${manifest.id} --checkpoint DIR\`.`
	);
}

/** A failure that another attempt may mend, as a cut line; others end the fetch at once. */
class Retryable extends Error {}
/** A failure of the server that another attempt will not mend. */
class Hopeless extends Error {}
class TooLong extends Hopeless {}

function checkStatus(response: Response, file: RemoteFile, url: string): void {
	if (response.ok) return;
	const text = `${file.name}: the server answered ${response.status} for ${url}`;
	if (response.status >= 500 || response.status === 429) throw new Retryable(text);
	throw new Hopeless(text);
}

async function request(url: string, from: number, signal: AbortSignal): Promise<Response> {
	const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {};
	try {
		return await fetch(url, { headers, signal });
	} catch (error) {
		throw new Retryable(`no connection to ${new URL(url).host}`, { cause: error });
	}
}

/** Appends what is missing to `part`. A server that ignores Range sends the whole file, which replaces the part. */
async function fetchRest(
	url: string,
	file: RemoteFile,
	part: string,
	onBytes: (n: number) => void,
	stallMs: number
) {
	const have = existsSync(part) ? statSync(part).size : 0;
	if (file.sizeBytes !== undefined && have === file.sizeBytes) return;
	const stall = new AbortController();
	let timer = setTimeout(() => stall.abort(), stallMs);
	try {
		const response = await request(url, have, stall.signal);
		if (response.status === 416) {
			rmSync(part); // the part is longer than the file: another version's, or damaged
			throw new Retryable(`${file.name}: the part kept here does not fit the server's file`);
		}
		checkStatus(response, file, url);
		if (!response.body) throw new Retryable(`${file.name}: the server sent nothing`);
		const resumed = response.status === 206;
		let done = resumed ? have : 0;
		const count = new Transform({
			transform(chunk: Buffer, _encoding, next) {
				clearTimeout(timer);
				timer = setTimeout(() => stall.abort(), stallMs);
				done += chunk.length;
				const tooLong = file.sizeBytes !== undefined && done > file.sizeBytes;
				if (!tooLong) onBytes(done);
				next(tooLong ? new TooLong(`${file.name}: the server sends more than it should`) : null, chunk);
			}
		});
		const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
		await pipeline(body, count, createWriteStream(part, { flags: resumed ? 'a' : 'w' }));
	} catch (error) {
		if (error instanceof TooLong) rmSync(part, { force: true }); // it is no part of this file
		if (error instanceof Retryable || error instanceof Hopeless) throw error;
		if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
			throw new FetchError(
				`The disk is full: ${part} could not be written. Free some space and run it again.`
			);
		}
		throw new Retryable(`${file.name}: the connection was cut`, { cause: error });
	} finally {
		clearTimeout(timer);
	}
}

async function isWhole(part: string, file: RemoteFile): Promise<'whole' | 'short' | 'wrong'> {
	const sizeBytes = statSync(part).size;
	if (file.sizeBytes !== undefined && sizeBytes < file.sizeBytes) return 'short';
	return (await sha256OfFile(part)) === file.sha256 ? 'whole' : 'wrong';
}

async function attempt(
	url: string,
	file: RemoteFile,
	part: string,
	onBytes: (n: number) => void,
	stallMs: number
) {
	await fetchRest(url, file, part, onBytes, stallMs);
	const state = await isWhole(part, file);
	if (state === 'short') throw new Retryable(`${file.name}: the connection was cut`);
	if (state === 'wrong') {
		rmSync(part);
		throw new Retryable(`${file.name}: what came is damaged (its SHA-256 is wrong)`);
	}
}

/** Tries again after a Retryable failure, each time after a longer wait; the last failure is thrown. */
async function persist(once: () => Promise<void>, retryMs: number): Promise<void> {
	for (let attempts = 1; ; attempts++) {
		try {
			return await once();
		} catch (error) {
			if (!(error instanceof Retryable) || attempts === ATTEMPTS) throw error;
			await new Promise((resolve) => setTimeout(resolve, retryMs * attempts));
		}
	}
}

async function fetchFile(manifest: CheckpointManifest, file: RemoteFile, dir: string, options: FetchOptions) {
	const target = path.join(dir, file.name);
	if (existsSync(target)) return;
	const { repository, revision } = manifest.hub!;
	const url = `${endpoint()}/${repository}/resolve/${revision}/${file.name}`;
	const label = `Fetching ${manifest.id} ${file.name}`;
	const progress = options.quiet
		? undefined
		: createProgress({ label, total: file.sizeBytes ?? 0, unit: 'bytes' });
	const part = `${target}.part`;
	try {
		await persist(
			() => attempt(url, file, part, (done) => progress?.update(done), options.stallMs ?? STALL_MS),
			options.retryMs ?? RETRY_MS
		);
		progress?.finish();
	} catch (error) {
		if (!(error instanceof Retryable || error instanceof Hopeless)) throw error;
		throw new FetchError(`${error.message}. ${bothWays(manifest)}`, { cause: error });
	} finally {
		progress?.stop();
	}
	renameSync(part, target);
}

/** Fetches what is missing of the checkpoint into `dir` and returns it. Throws FetchError in words for people. */
export async function fetchCheckpoint(
	manifest: CheckpointManifest,
	dir: string,
	options: FetchOptions = {}
): Promise<string> {
	const isNew = !existsSync(dir);
	mkdirSync(dir, { recursive: true });
	try {
		writeFileSync(path.join(dir, '.writable'), '');
		rmSync(path.join(dir, '.writable'));
		for (const file of manifest.files) await fetchFile(manifest, file, dir, options);
	} catch (error) {
		// Nothing came at all: leave no trace of the try.
		if (
			isNew &&
			!manifest.files.some(
				({ name }) => existsSync(path.join(dir, name)) || existsSync(path.join(dir, `${name}.part`))
			)
		) {
			rmSync(dir, { recursive: true, force: true });
		}
		throw error;
	}
	return dir;
}
