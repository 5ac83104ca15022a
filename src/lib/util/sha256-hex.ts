// SHA-256 of bytes in hex: the browser's own where the page has it (https, localhost), ours elsewhere.
import { sha256 } from './sha256.ts';

export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
	const digest = crypto.subtle ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)) : sha256(bytes);
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
