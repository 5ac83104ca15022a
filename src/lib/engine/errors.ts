// Every way the engine can fail, as a closed list of codes; they cross the worker whole.

export const ENGINE_ERROR_CODES = [
	'network', // a file could not be fetched
	'not-found', // the server has no such model
	'corrupt', // a file's size, hash or content is not what the manifest says
	'unsupported', // the browser lacks WebAssembly or workers
	'out-of-memory',
	'runtime', // onnxruntime failed
	'crashed', // the worker died or hangs
	'superseded', // a newer request took its place
	'aborted', // the caller's signal fired
	'disposed'
] as const;
export type EngineErrorCode = (typeof ENGINE_ERROR_CODES)[number];

export class EngineError extends Error {
	override readonly name = 'EngineError';
	readonly code: EngineErrorCode;

	constructor(code: EngineErrorCode, message: string, options?: { cause?: unknown }) {
		super(message, options);
		this.code = code;
	}
}
