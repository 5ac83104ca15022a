// Who may import whom (CONTRIBUTING.md, "Code map"), and no cycles. A folder of src/lib may import
// itself and the folders named here; outside packages are listed only where they are restricted.
const allowed = {
	util: [],
	shell: ['util'],
	interp: ['util'],
	game: ['interp', 'util'],
	campaign: ['interp', 'util'],
	engine: ['interp', 'util'],
	views: ['campaign', 'game', 'interp', 'util'],
	kept: ['campaign', 'engine', 'interp', 'util', 'shell'],
	data: ['game', 'interp', 'util'],
	server: ['util', 'interp', 'game', 'campaign', 'engine', 'data', 'views'],
	state: ['interp', 'game', 'campaign', 'engine', 'data', 'util', 'shell', 'views', 'kept'],
	ui: ['util', 'interp', 'game']
};

const test = '\\.(spec|e2e)\\.ts$|/testing/';

const folderRules = Object.entries(allowed).map(([folder, others]) => ({
	name: `${folder}-imports`,
	comment: `src/lib/${folder} may import: ${others.join(', ') || 'nothing of src'}`,
	severity: 'error',
	from: { path: `^src/lib/${folder}/`, pathNot: test },
	to: { path: '^(src|scripts)/', pathNot: `^src/lib/(${[folder, ...others].join('|')})/` }
}));

const onlyFrom = (name, packages, from) => ({
	name,
	severity: 'error',
	from: { path: '^(src|scripts)/', pathNot: [from, test] },
	to: { path: `node_modules/(${packages})/` }
});

export default {
	forbidden: [
		{ name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
		...folderRules,
		{
			name: 'pages-imports',
			comment: 'pages use state and ui; what a page needs from the server comes through +page.server.ts',
			severity: 'error',
			from: { path: '^src/routes/.*\\.svelte$' },
			to: { path: '^src/lib/(engine|data|server|campaign)/' }
		},
		{
			name: 'scripts-imports',
			severity: 'error',
			from: { path: '^scripts/', pathNot: test },
			to: { path: '^src/lib/(state|ui|data)/|^src/routes/' }
		},
		{
			name: 'src-not-scripts',
			severity: 'error',
			from: { path: '^src/', pathNot: test },
			to: { path: '^scripts/' }
		},
		onlyFrom('one-door-to-ort-web', 'onnxruntime-web', '^src/lib/engine/worker/|^scripts/bench-engine/'),
		onlyFrom('one-door-to-tokenizer', '@xenova/transformers|@huggingface', '^src/lib/engine/|^scripts/'),
		onlyFrom('one-door-to-supabase', '@supabase', '^src/lib/data/client\\.ts$')
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '\\.svelte-kit|^build|^static' },
		tsConfig: { fileName: 'tsconfig.json' },
		tsPreCompilationDeps: true,
		enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'svelte', 'default'] }
	}
};
