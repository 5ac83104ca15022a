import { error, json } from '@sveltejs/kit';
import * as v from 'valibot';
import { verifyRecord } from '$lib/server/evidence.ts';
import { homeCampaign } from '$lib/server/deal.ts';
import { verify } from '$lib/server/verifier.ts';
import type { RequestHandler } from './$types';

const Claim = v.object({
	index: v.pipe(v.number(), v.integer(), v.minValue(0)),
	text: v.pipe(v.string(), v.maxLength(2000))
});

/** A text that lights a neuron up: measured again here, kept when it is a record. */
export const POST: RequestHandler = async ({ locals, request }) => {
	const claim = v.safeParse(Claim, await request.json().catch(() => null));
	if (!claim.success) error(400, 'A record is {index, text}.');
	const campaignId = homeCampaign();
	return json(
		await verify(locals.playerId, (verifier, player) =>
			verifyRecord(verifier, player, { campaignId, ...claim.output })
		)
	);
};
