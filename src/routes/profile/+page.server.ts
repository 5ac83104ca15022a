import { myBadges } from '$lib/data/boards.ts';
import { me } from '$lib/data/players.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	if (!locals.playerId) return { profile: null, badges: [], problem: null };
	const [profile, badges] = await Promise.all([me(locals.store), myBadges(locals.store)]);
	return {
		profile: profile.ok ? profile.value : null,
		badges: badges.ok ? badges.value : [],
		problem: profile.ok ? null : profile.error.message
	};
};
