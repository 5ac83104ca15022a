// Every refusal that the migrations hold: a status that HTTP knows, a code that pages know, and words for people.
import { expect, it } from 'vitest';
import { toStoreError } from '../../src/lib/data/store-errors.ts';
import { bundledSchema } from '../../src/lib/server/embedded/bundled-schema.ts';

const REFUSAL = /game\.refuse\((\d+), '(\w+)',\s*('(?:[^']|'')*'|format\()/g;

const refusals = bundledSchema.migrations.flatMap(({ name, sql }) =>
	[...sql.matchAll(REFUSAL)].map(([, status, code, words]) => ({
		name,
		status: Number(status),
		code: code!,
		words
	}))
);

it('are all found', () => {
	const calls = bundledSchema.migrations.flatMap(({ sql }) => sql.match(/perform game\.refuse\(/g) ?? []);
	expect(refusals).toHaveLength(calls.length);
	expect(calls.length).toBeGreaterThan(60);
});

it('have a status of their own kind, a known code and a whole sentence', () => {
	for (const { name, status, code, words } of refusals) {
		expect([400, 401, 403, 404, 409, 410, 429], `${name}: ${code}`).toContain(status);
		expect(toStoreError(status, { hint: code, message: 'x' }), `${name}: ${code}`).toEqual({
			code,
			message: 'x'
		});
		if (words !== 'format(') expect(words, `${name}: ${code}`).toMatch(/^'[A-Z].*[.']'$/s);
	}
});
