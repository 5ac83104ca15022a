// SharedArrayBuffer (threads in WebAssembly) exists only in pages whose every part carries these headers. Shared by the
// server and the service worker, whose answers must carry them too.

export const isolationHeaders: Readonly<Record<string, string>> = {
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-embedder-policy': 'require-corp',
	'cross-origin-resource-policy': 'same-origin'
};
