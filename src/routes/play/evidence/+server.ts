import { error, json } from '@sveltejs/kit';
import * as v from 'valibot';
import { verifyEvidence } from '$lib/server/evidence.ts';
import { verify } from '$lib/server/verifier.ts';
import type { RequestHandler } from './$types';

const Claim = v.object({
	explanationId: v.pipe(v.string(), v.maxLength(20)),
	text: v.pipe(v.string(), v.maxLength(4000)),
	predictsFiring: v.boolean()
});

/** A text that an explanation gets right or wrong: measured again here before it counts. */
export const POST: RequestHandler = async ({ locals, request }) => {
	const claim = v.safeParse(Claim, await request.json().catch(() => null));
	if (!claim.success) error(400, 'Evidence is {explanationId, text, predictsFiring}.');
	return json(
		await verify(locals.playerId, (verifier, player) => verifyEvidence(verifier, player, claim.output))
	);
};
