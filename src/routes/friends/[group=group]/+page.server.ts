import { error } from '@sveltejs/kit';
import { PERIODS } from '$lib/data/boards.ts';
import { groupBoard, invitation } from '$lib/data/groups.ts';
import { friendTexts } from '$lib/ui/texts-friends.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const invited = await invitation(locals.store, params.group);
	if (invited.ok && !invited.value) error(404, friendTexts.gone);
	const period = PERIODS.find((known) => known === url.searchParams.get('period')) ?? 'week';
	const isMember = invited.ok && !!invited.value?.isMember;
	const board = isMember ? await groupBoard(locals.store, { groupId: params.group, period }) : null;
	const refused = [invited, board].find((answer) => answer && !answer.ok);
	return {
		id: params.group,
		period,
		invitation: invited.ok ? invited.value : null,
		rows: board?.ok ? board.value : null,
		link: url.origin + url.pathname,
		problem: refused && !refused.ok ? refused.error.message : null
	};
};
