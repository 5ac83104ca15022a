import { expect, it } from 'vitest';
import { nastyTexts } from '../../testing/nasty-texts.ts';
import { escapeXml } from './xml.ts';

it('escapes what has a meaning and drops what may not be there', () => {
	expect(escapeXml(`<b class="x">a & b's</b>`)).toBe(
		'&lt;b class=&quot;x&quot;&gt;a &amp; b&#39;s&lt;/b&gt;'
	);
	expect(escapeXml('a\u0000b\u001fc\uffffd\te\n')).toBe('abcd\te\n');
	expect(escapeXml('\ud800x')).toBe('\ufffdx');
});

it('leaves no markup of any text', () => {
	for (const text of nastyTexts) expect(escapeXml(text)).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
});
