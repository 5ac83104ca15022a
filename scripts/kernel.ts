// `npm run kernel`: assembles the attention's kernel.wat into kernel-binary.ts, which is committed so that nobody else
// needs an assembler. A test holds the two together.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { assembleKernel } from './lib/assemble-kernel.ts';

const folder = path.resolve(import.meta.dirname, '../src/lib/engine/core/attention');

const base64 = await assembleKernel(readFileSync(path.join(folder, 'kernel.wat'), 'utf8'));
const text = `// Made of kernel.wat by \`npm run kernel\`; not to be edited.
export const KERNEL_BASE64 =
	'${base64}';
`;
writeFileSync(path.join(folder, 'kernel-binary.ts'), text);
console.log(`${Buffer.from(base64, 'base64').length} bytes of WebAssembly`);
