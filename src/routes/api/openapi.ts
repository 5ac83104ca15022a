// The documented address of this server for other programs, as OpenAPI 3.1. The page beside it shows the same object.

const list = (items: object) => ({ type: 'array', items });
const number = { type: 'number' };
const named = (name: string, properties: Record<string, object>) => ({
	type: 'object',
	required: ['dataclass_name', ...Object.keys(properties)],
	properties: { dataclass_name: { const: name }, ...properties }
});
const record = { $ref: '#/components/schemas/ActivationRecord' };

export const openapi = {
	openapi: '3.1.0',
	info: {
		title: 'Neuronpedia: neurons as files',
		version: '1.0.0',
		description:
			'What a campaign knows of a neuron, in the form that the neuron-explainer of ' +
			'openai/automated-interpretability reads. The passages are CC0.',
		license: { name: 'CC0 1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' }
	},
	paths: {
		'/api/neurons/{campaign}/{index}.json': {
			get: {
				operationId: 'neuronRecord',
				summary: 'One neuron as an OpenAI NeuronRecord',
				description:
					'Activations are rounded to at most 1/255 of the neuron’s range; the highest one of each passage is ' +
					'exact. The first token, <|endoftext|>, is left out.',
				parameters: [
					{
						name: 'campaign',
						in: 'path',
						required: true,
						description: 'Id of the campaign: starter, gpt2-small.',
						schema: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,39}$' }
					},
					{
						name: 'index',
						in: 'path',
						required: true,
						description: 'Number of the neuron in the campaign’s layer, from 0.',
						schema: { type: 'integer', minimum: 0 }
					}
				],
				responses: {
					'200': {
						description: 'The neuron.',
						content: { 'application/json': { schema: { $ref: '#/components/schemas/NeuronRecord' } } }
					},
					'404': { description: 'There is no such campaign or neuron.' }
				}
			}
		}
	},
	components: {
		schemas: {
			ActivationRecord: named('ActivationRecord', {
				tokens: { ...list({ type: 'string' }), description: 'Exact texts; joined they give the passage.' },
				activations: { ...list(number), description: 'Post-GELU activation of each token, signed.' }
			}),
			NeuronRecord: named('NeuronRecord', {
				neuron_id: named('NeuronId', {
					layer_index: { type: 'integer' },
					neuron_index: { type: 'integer' }
				}),
				most_positive_activation_records: {
					...list(record),
					description: 'The 20 strongest passages, best first: 50 tokens before the peak and 10 after.'
				},
				random_sample: {
					...list(record),
					description: '20 passages drawn by chance from the whole corpus, for each neuron anew.'
				},
				random_sample_by_quantile: {
					...list(list(record)),
					description:
						'Passages by the range that their peak lies in, weakest first; the first range does not fire.'
				},
				quantile_boundaries: {
					...list(number),
					description: 'Where each range but the first begins: 0.25, 0.5 and 0.75 of the maximum.'
				},
				mean: number,
				variance: { ...number, description: 'Population variance over all tokens of the corpus.' },
				skewness: number,
				kurtosis: { ...number, description: 'Fourth standardised moment; 3 for a normal distribution.' }
			})
		}
	}
} as const;
