import { expect, it } from 'vitest';
import { nastyTexts } from '../../testing/nasty-texts.ts';
import { linkWithText, MAX_TEXT_LENGTH, textBehindHash, textOfLink, withoutText } from './text-link.ts';

const PAGE = 'https://play.example/starter/2/7';

it('brings every text back, short or long, out of the fragment', async () => {
	for (const text of nastyTexts) {
		const link = new URL(await linkWithText(PAGE, text));
		expect(link.origin + link.pathname + link.search).toBe(PAGE);
		expect(await textOfLink(link)).toBe(text.toWellFormed().slice(0, MAX_TEXT_LENGTH));
	}
});

it('is short for a long text that repeats itself', async () => {
	const link = await linkWithText(PAGE, 'the sea, the ships and the wind. '.repeat(100));
	expect(link.length).toBeLessThan(250);
});

it('unpacks no more than there is room for', async () => {
	const bomb = await linkWithText(PAGE, 'x'.repeat(MAX_TEXT_LENGTH));
	expect((await textOfLink(new URL(bomb)))?.length).toBe(MAX_TEXT_LENGTH);
	const stream = new Blob(['y'.repeat(50_000_000)])
		.stream()
		.pipeThrough(new CompressionStream('deflate-raw'));
	const packed = Buffer.from(await new Response(stream).arrayBuffer()).toString('base64url');
	expect((await textOfLink(new URL(`${PAGE}#ztext=${packed}`)))?.length).toBe(MAX_TEXT_LENGTH);
});

it('reads links written by hand, and makes nothing of damaged ones', async () => {
	expect(await textOfLink(new URL(`${PAGE}?text=caf%C3%A9+noir&a=1`))).toBe('café noir');
	expect(await textOfLink(new URL(`${PAGE}#text=1+1%20=2`))).toBe('1+1 =2');
	expect(await textOfLink(new URL(PAGE))).toBeNull();
	for (const damaged of ['#ztext=%%%', '#ztext=AAAA', '#ztext=!', '#ztext=']) {
		expect(await textOfLink(new URL(PAGE + damaged))).toBeNull();
	}
});

it('takes the text out of the address, and nothing else', () => {
	expect(withoutText(new URL(`${PAGE}?text=a&b=1#text=c`)).href).toBe(`${PAGE}?b=1`);
	expect(withoutText(new URL(`${PAGE}?b=1#clues-title`)).href).toBe(`${PAGE}?b=1#clues-title`);
});

it('moves a text out of the query, and nothing else', async () => {
	const moved = textBehindHash(new URL(`${PAGE}?text=caf%C3%A9+noir+1%2B1&b=1`))!;
	expect(moved.href).toBe(`${PAGE}?b=1#text=caf%C3%A9%20noir%201%2B1`);
	expect(await textOfLink(moved)).toBe('café noir 1+1');
	expect(textBehindHash(new URL(`${PAGE}?b=1#text=c`))).toBeUndefined();
});
