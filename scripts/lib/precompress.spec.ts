import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { precompress } from './precompress.ts';

it('puts both forms beside what compresses, and nothing beside the rest', async () => {
	const dir = mkdtempSync(path.join(tmpdir(), 'precompress-'));
	try {
		mkdirSync(path.join(dir, 'deep'));
		const text = 'a line that repeats itself\n'.repeat(200);
		writeFileSync(path.join(dir, 'deep/a.js'), text);
		writeFileSync(path.join(dir, 'weights.bin'), text);
		writeFileSync(path.join(dir, 'tiny.js'), 'x');
		expect(await precompress(dir)).toBe(1);
		expect(brotliDecompressSync(readFileSync(path.join(dir, 'deep/a.js.br'))).toString()).toBe(text);
		expect(gunzipSync(readFileSync(path.join(dir, 'deep/a.js.gz'))).toString()).toBe(text);
		for (const name of ['weights.bin.br', 'tiny.js.br', 'deep/a.js.br.br']) {
			expect(existsSync(path.join(dir, name)), name).toBe(false);
		}
	} finally {
		rmSync(dir, { recursive: true, force: true });
	}
});
