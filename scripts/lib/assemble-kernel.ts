// From WebAssembly's text format to its binary one, by the WebAssembly Binary Toolkit.
import wabtModule from 'wabt';

/** Assembles and validates `wat`; returns the module as base64. Throws with line and column of what is wrong. */
export async function assembleKernel(wat: string): Promise<string> {
	const wabt = await wabtModule();
	const module = wabt.parseWat('kernel.wat', wat, { simd: true });
	try {
		module.validate();
		return Buffer.from(module.toBinary({}).buffer).toString('base64');
	} finally {
		module.destroy();
	}
}
