import { me } from '$lib/data/players.ts';
import { THEME_COOKIE, themeOf } from '$lib/state/theme.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, cookies, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const profile = locals.playerId ? await me(locals.store) : null;
	return {
		profile: profile?.ok ? profile.value : null,
		problem: profile && !profile.ok ? profile.error.message : null,
		theme: themeOf(cookies.get(THEME_COOKIE))
	};
};
