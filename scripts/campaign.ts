// `npm run campaign -- ID [--layer L] [--corpus DIR]`: computes the clues of every neuron of one layer.
import { parseArgs } from 'node:util';
import { ensureCampaign } from './lib/campaign-build.ts';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { layer: { type: 'string' }, corpus: { type: 'string' } }
});
const [id] = positionals;
try {
	if (!id) throw new Error('Which model? For example: npm run campaign -- starter');
	const layer = values.layer === undefined ? undefined : Number(values.layer);
	const { dir, built } = await ensureCampaign(id, { layer, corpusDir: values.corpus });
	console.log(built ? `The campaign is in ${dir}` : `The campaign in ${dir} is up to date.`);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
}
