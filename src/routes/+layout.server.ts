import { MODE_COOKIE } from '$lib/state/mode.svelte.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ cookies }) => ({
	isAdvanced: cookies.get(MODE_COOKIE) === 'advanced'
});
