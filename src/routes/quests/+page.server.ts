import { questBoard, quests } from '$lib/data/boards.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const found = await quests(locals.store);
	if (!found.ok) return { quests: [], problem: found.error.message };
	const now = Date.now();
	const withBoards = await Promise.all(
		found.value.map(async (quest) => {
			const board = await questBoard(locals.store, quest.id);
			return { ...quest, isOver: Date.parse(quest.endsAt) <= now, board: board.ok ? board.value : [] };
		})
	);
	return { quests: withBoards, problem: null };
};
