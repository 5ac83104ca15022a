import { leaderboard, myRank, PERIODS, type Period } from '$lib/data/boards.ts';
import { me } from '$lib/data/players.ts';
import type { PageServerLoad } from './$types';

const periodOf = (text: string | null): Period => PERIODS.find((period) => period === text) ?? 'week';
/** A region, a country, or the world. */
const placeOf = (text: string | null): string =>
	text && /^[a-z-]{4,20}$|^[A-Z]{2}$/.test(text) ? text : 'world';

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const period = periodOf(url.searchParams.get('period'));
	const place = placeOf(url.searchParams.get('place'));
	const [board, rank, profile] = await Promise.all([
		leaderboard(locals.store, { period, place }),
		locals.playerId ? myRank(locals.store, { period, place }) : null,
		locals.playerId ? me(locals.store) : null
	]);
	return {
		period,
		place,
		rows: board.ok ? board.value : [],
		problem: board.ok ? null : board.error.message,
		rank: rank?.ok ? rank.value : null,
		isListed: profile?.ok ? (profile.value?.isListed ?? false) : false
	};
};
