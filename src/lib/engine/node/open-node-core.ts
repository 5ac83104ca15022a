// The model on onnxruntime-node: the browser's own computation, for scripts and for the server's re-verification.
import type { BuildName, ModelManifest } from '../../interp/model-manifest.ts';
import type { EngineCore } from '../core/engine-core.ts';
import { openCore } from '../core/open-core.ts';
import type { Ort } from '../core/ort.ts';
import { folderSource } from './folder-source.ts';

/** Opens a build of the model in `dir`. Rejects with an EngineError, or with the runtime's own error. */
export async function openNodeCore(
	dir: string,
	manifest: ModelManifest,
	build: BuildName
): Promise<EngineCore> {
	const ort = (await import('onnxruntime-node')) as unknown as Ort;
	return openCore(ort, 'cpu', manifest, build, folderSource(dir));
}
