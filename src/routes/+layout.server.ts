import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ cookies }) => ({
	isAdvanced: cookies.get('neuronpedia-mode') === 'advanced'
});
