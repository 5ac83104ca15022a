// Serves the example with the models of static/, isolated, so that WebAssembly may use threads.
import { defaultClientConditions, defineConfig } from 'vite';
import { securityHeaders } from '../../src/lib/server/headers.ts';

export default defineConfig({
	root: import.meta.dirname,
	publicDir: '../../static',
	resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
	optimizeDeps: { include: ['@xenova/transformers', 'onnxruntime-web/wasm', 'onnxruntime-web/webgpu'] },
	worker: { format: 'es' },
	server: { headers: { ...securityHeaders } }
});
