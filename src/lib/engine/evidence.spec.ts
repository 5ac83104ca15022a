import { describe, expect, it } from 'vitest';
import { evidenceOf } from './evidence.ts';
import { FAKE_MODEL, ScriptedWorker } from './fake.ts';

const context = {
	model: { ...FAKE_MODEL, randomWeightsSeed: 3 },
	runtime: { provider: 'wasm', threads: 2 }
} as const;
const run = { ...ScriptedWorker.runOf('ab', 5), elapsedMs: 1 };

describe('evidence', () => {
	it('survives JSON with every float32 exact, and says what ran', () => {
		const activations = Float32Array.from([0.1, -0.17004079]);
		const evidence = evidenceOf({ ...run, activations }, 5, context);
		const back = JSON.parse(JSON.stringify(evidence));
		expect(back).toEqual(evidence);
		expect(Float32Array.from(back.activations)).toEqual(activations);
		expect(back).toMatchObject({
			text: 'ab',
			tokenIds: [0, 1],
			index: 5,
			isCut: false,
			modelId: 'fake',
			hookName: 'blocks.0.mlp.hook_post',
			build: 'standard',
			randomWeightsSeed: 3,
			runtime: { provider: 'wasm', threads: 2 }
		});
	});

	it('says that a text was cut, and refuses a part of a run', () => {
		expect(evidenceOf({ ...run, totalTokens: 9 }, 0, context).isCut).toBe(true);
		expect(() => evidenceOf({ ...run, isComplete: false }, 0, context)).toThrow(/not complete/);
	});
});
