// Links that carry a text to try. Our own links keep it behind the '#', which browsers never send; `?text=` is
// understood as well, for links written by hand (src/app.html moves it behind the '#' at once). A long text is deflated (RFC 1951) and written in base64url (RFC 4648).

/** Texts up to this length stay readable in the address. */
const PLAIN_LENGTH = 200;
/** More than any model here reads at once; a small link must not unpack into a memory full of text. */
export const MAX_TEXT_LENGTH = 20_000;

const TEXT = 'text';
const DEFLATED = 'ztext';

const toBase64Url = (bytes: Uint8Array): string =>
	btoa(String.fromCharCode(...bytes))
		.replaceAll('+', '-')
		.replaceAll('/', '_')
		.replaceAll('=', '');

const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
	Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));

async function deflate(text: string): Promise<Uint8Array> {
	const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
	return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Unpacks at most MAX_TEXT_LENGTH characters. Rejects on bytes that are no such stream. */
async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
	const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
	const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
	let text = '';
	while (text.length <= MAX_TEXT_LENGTH) {
		const { done, value } = await reader.read();
		if (done) return text;
		text += value;
	}
	void reader.cancel();
	return text.slice(0, MAX_TEXT_LENGTH);
}

/** The address of `url`'s page with `text` in its fragment. */
export async function linkWithText(url: string, text: string): Promise<string> {
	const address = new URL(url);
	const kept = text.toWellFormed().slice(0, MAX_TEXT_LENGTH);
	address.hash =
		kept.length <= PLAIN_LENGTH
			? `${TEXT}=${encodeURIComponent(kept)}`
			: `${DEFLATED}=${toBase64Url(await deflate(kept))}`;
	return address.href;
}

/** The text that an address brings along; null when there is none or it is damaged. */
export async function textOfLink(url: URL): Promise<string | null> {
	const fragment = new URLSearchParams(url.hash.slice(1).replaceAll('+', '%2B'));
	const deflated = fragment.get(DEFLATED);
	try {
		if (deflated !== null) return await inflate(fromBase64Url(deflated));
	} catch {
		return null;
	}
	const plain = fragment.get(TEXT) ?? url.searchParams.get(TEXT);
	return plain === null ? null : plain.slice(0, MAX_TEXT_LENGTH);
}

/** The same address with the text of its query behind the '#', where no server sees it; undefined when there is none. */
export function textBehindHash(url: URL): URL | undefined {
	const text = url.searchParams.get(TEXT);
	if (text === null) return undefined;
	const moved = new URL(url);
	moved.searchParams.delete(TEXT);
	moved.hash = `${TEXT}=${encodeURIComponent(text)}`;
	return moved;
}

/** The address without the text that it brought. */
export function withoutText(url: URL): URL {
	const bare = new URL(url);
	bare.searchParams.delete(TEXT);
	if (/^#z?text=/.test(bare.hash)) bare.hash = '';
	return bare;
}
