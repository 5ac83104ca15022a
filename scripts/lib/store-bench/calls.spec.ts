// The bench of the store measures every function that a client may call: a new one must be added to its list.
import { expect, it } from 'vitest';
import { openBackend } from '../../../src/lib/server/embedded/backend.ts';
import { readSchema } from '../disk-schema.ts';
import { unmeasured } from './measure.ts';

it('the bench knows every function of the store', async () => {
	const backend = await openBackend({ schema: readSchema(), dataDir: null });
	try {
		expect(await unmeasured(backend)).toEqual([]);
	} finally {
		await backend.close();
	}
});
