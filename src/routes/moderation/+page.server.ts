import { error } from '@sveltejs/kit';
import { feedbackQueue, moderationTrail, reviewQueue } from '$lib/data/moderation.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	if (!locals.playerId) error(403);
	const [reviews, messages, trail] = await Promise.all([
		reviewQueue(locals.store),
		feedbackQueue(locals.store),
		moderationTrail(locals.store)
	]);
	if (reviews.ok && messages.ok && trail.ok) {
		return { reviews: reviews.value, messages: messages.value, trail: trail.value };
	}
	const refused = [reviews, messages, trail].find((answer) => !answer.ok)!;
	error(!refused.ok && refused.error.code === 'forbidden' ? 403 : 503);
};
