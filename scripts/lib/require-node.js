// Loaded before every script (`node --import`): refuses an old Node with words instead of a syntax error.
// `npm ci` brings Node 24 on Linux; elsewhere the system's Node serves.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const runsTypeScript = major > 22 || (major === 22 && minor >= 18);
if (!runsTypeScript) {
	console.error(
		`This is Node ${process.versions.node}; Neuronpedia needs 22.18 or newer. ` +
			'Run `npm ci` without --omit=optional (it brings Node 24 on Linux), or install Node 24.'
	);
	process.exit(1);
}
