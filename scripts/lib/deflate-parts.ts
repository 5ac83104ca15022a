// Raw deflate of several parts as one stream, each with the strategy that suits it.
import { constants, deflateRawSync } from 'node:zlib';
import type { Part } from '../../src/lib/campaign/container.ts';

/** Compresses `parts` one after the other; a flush ends each but the last at a whole byte, so they can be joined. */
export function deflateParts(parts: readonly Part[]): Uint8Array {
	const { Z_BEST_COMPRESSION, Z_FILTERED, Z_DEFAULT_STRATEGY, Z_SYNC_FLUSH, Z_FINISH } = constants;
	const compressed = parts.map(({ bytes, isNoise }, i) =>
		deflateRawSync(bytes, {
			level: Z_BEST_COMPRESSION,
			strategy: isNoise ? Z_FILTERED : Z_DEFAULT_STRATEGY,
			finishFlush: i < parts.length - 1 ? Z_SYNC_FLUSH : Z_FINISH
		})
	);
	return Buffer.concat(compressed);
}
