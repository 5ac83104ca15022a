import { me } from '$lib/data/players.ts';
import { offersGitHub } from '$lib/server/service.ts';
import { THEME_COOKIE, themeOf } from '$lib/state/theme.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, cookies, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const [profile, hasGitHub] = await Promise.all([locals.playerId ? me(locals.store) : null, offersGitHub()]);
	return {
		profile: profile?.ok ? profile.value : null,
		problem: profile && !profile.ok ? profile.error.message : null,
		hasGitHub,
		theme: themeOf(cookies.get(THEME_COOKIE))
	};
};
