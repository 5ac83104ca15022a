// The secrets of an embedded backend: made once, kept in one file that only its owner may read.
import { exportJWK, generateKeyPair, calculateJwkThumbprint, type JWK } from 'jose';
import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';

const KeysSchema = v.object({
	/** Private ES256 key that signs access tokens, as a JWK. */
	signingKey: v.object({
		kty: v.literal('EC'),
		crv: v.literal('P-256'),
		x: v.string(),
		y: v.string(),
		d: v.string(),
		kid: v.string()
	}),
	/** Stands for Supabase's secret key: whoever sends it as `apikey` is the service role. */
	serviceKey: v.pipe(v.string(), v.minLength(32)),
	/** From which each refresh token's successor is derived. */
	refreshSecret: v.pipe(v.string(), v.minLength(32))
});
export type Keys = v.InferOutput<typeof KeysSchema>;

export async function makeKeys(): Promise<Keys> {
	const { privateKey } = await generateKeyPair('ES256', { extractable: true });
	const jwk: JWK = await exportJWK(privateKey);
	const secret = () => randomBytes(32).toString('base64url');
	return v.parse(KeysSchema, {
		signingKey: { ...jwk, kid: await calculateJwkThumbprint(jwk) },
		serviceKey: `sb_secret_${secret()}`,
		refreshSecret: secret()
	});
}

/** Reads the keys of `dataDir`, or makes them (mode 0600). Throws when the file is broken: with other keys all
 *  players would be signed out, so that is the owner's decision. */
export async function loadKeys(dataDir: string): Promise<Keys> {
	const file = path.join(dataDir, 'keys.json');
	return (await readKeys(file)) ?? (await writeKeys(file));
}

async function readKeys(file: string): Promise<Keys | undefined> {
	let text: string;
	try {
		text = await readFile(file, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
	if ((await stat(file)).mode & 0o077 && process.platform !== 'win32') {
		console.warn(`${file} can be read by others; it should have mode 600.`);
	}
	try {
		return v.parse(KeysSchema, JSON.parse(text));
	} catch (error) {
		throw new Error(
			`${file} is broken. Restore it from a backup, or remove it: all players are then signed out.`,
			{ cause: error }
		);
	}
}

/** Written aside and linked into place, so that two first starts agree on one file and none is half-written. */
async function writeKeys(file: string): Promise<Keys> {
	const aside = `${file}.${randomUUID()}`;
	await mkdir(path.dirname(file), { recursive: true });
	await writeFile(aside, JSON.stringify(await makeKeys(), null, '\t'), { mode: 0o600 });
	await link(aside, file).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'EEXIST') throw error;
	});
	await rm(aside);
	return (await readKeys(file))!;
}
