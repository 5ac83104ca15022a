// Headers of every response, static files and workers included. SharedArrayBuffer (threads in WebAssembly) exists
// only in pages whose every part carries the three isolation headers. No imports: plain Node reads this file too.

export const securityHeaders: Readonly<Record<string, string>> = {
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-embedder-policy': 'require-corp',
	'cross-origin-resource-policy': 'same-origin',
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'strict-origin-when-cross-origin'
};
