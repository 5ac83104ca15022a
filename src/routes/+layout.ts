import { isAway } from '$lib/shell/away.ts';
import { MODE_COOKIE } from '$lib/state/mode.svelte.ts';
import { rememberedChoice } from '$lib/state/remembered-choice.ts';
import type { LayoutLoad } from './$types';

/** While the server is away, the page reads the choices that the server would have read. */
export const load: LayoutLoad = ({ data }) =>
	isAway(data) ? { isAdvanced: rememberedChoice(MODE_COOKIE) === 'advanced' } : data;
