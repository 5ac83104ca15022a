// Functions that write, for players at play, for players who come and go, and for moderators.
import { groupId, MEMBERS, MODERATOR, playerId } from './fill.ts';
import { campaign, explanation, neuron } from './reading-calls.ts';
import type { Maker, Prepared, Turn } from './turn.ts';

/** Passages from this number on are quiet (fill.ts). */
const FIRST_QUIET = 1_000_000;

/** Pairs of guest and account between those of claim_merge and those of finish_merge. */
const MERGES_APART = 1000;

interface Round {
	id?: string;
	passages: number[];
}

/** Players who take part in nothing else, each good for one call: a guest and an account of the upper half (guests are
 *  those whose number is no multiple of three), somebody of the second quarter. Null when they are used up. */
function onceOnly({ number, size: { players } }: Turn): { guest: string; account: string } | null {
	const account = Math.floor(players / 3) * 3 - 3 * number;
	return account > players / 2 ? { guest: playerId(account - 1), account: playerId(account) } : null;
}
const leavingPlayer = ({ number, size: { players } }: Turn): string | null =>
	number < players / 4 ? playerId(Math.floor(players / 4) + number) : null;

/** Ways to end a round rightly, by the passages that were dealt. */
const ENDS = {
	check: (passages: number[]) => ({ fires: passages.map((passage) => passage < FIRST_QUIET) }),
	intruder: (passages: number[]) => ({ odd: passages.findIndex((passage) => passage >= FIRST_QUIET) })
};
type Kind = keyof typeof ENDS;

/** The player's round, new or open: what ends it; null when there is none for this player. */
async function roundOf({ player, call }: Turn, kind: Kind): Promise<Prepared> {
	const round = (await call(player, `start_${kind}`, campaign.args)).value as Round;
	return round.id ? { args: { round_id: round.id, ...ENDS[kind](round.passages) } } : null;
}

/** Starting is measured with no round open: that would only be shown again. */
const starting =
	(kind: Kind): Maker =>
	async (turn) => {
		const open = await roundOf(turn, kind);
		if (open) await turn.call(turn.player, `finish_${kind}`, open.args);
		return campaign;
	};
const finishing =
	(kind: Kind): Maker =>
	(turn) =>
		roundOf(turn, kind);

/** New words of an explanation, and a better wording of them. */
const newWords = () => `new words ${crypto.randomUUID().slice(0, 13)}`;

const revising: Maker = async (turn) => {
	const args = { ...neuron(turn), text: newWords() };
	const { value } = await turn.call(turn.player, 'submit_explanation', args);
	const { explanation } = value as { explanation?: { id: string } };
	return explanation ? { args: { explanation_id: explanation.id, text: newWords() } } : null;
};

const claiming: Maker = async (turn) => {
	const pair = onceOnly(turn);
	if (!pair) return null;
	const { value } = await turn.call(pair.guest, 'prepare_merge', {});
	return { as: pair.account, args: { code: value } };
};

/** The account of a pair that the calls of claim_merge do not come to, its guest claimed. */
const finishingMerge: Maker = async (turn) => {
	const pair = onceOnly({ ...turn, number: MERGES_APART + turn.number });
	if (!pair) return null;
	const { value } = await turn.call(pair.guest, 'prepare_merge', {});
	await turn.call(pair.account, 'claim_merge', { code: value });
	return { as: pair.account, args: {} };
};

const leaving: Maker = (turn) => {
	const player = leavingPlayer(turn);
	return player === null ? null : { as: player, args: { keep_explanations: turn.number % 2 === 0 } };
};

/** Few enough that the limit of ten is not what is measured. */
const MOST_GROUPS = 4;
const founding: Maker = async ({ player, call }) => {
	const groups = (await call(player, 'my_groups', {})).value as { id: string }[];
	if (groups.length >= MOST_GROUPS) await call(player, 'leave_group', { group_id: groups.at(-1)!.id });
	return { args: {} };
};
const joining: Maker = async ({ player, call, below, size }) => {
	const args = { group_id: groupId(below(Math.floor(size.players / MEMBERS))) };
	await call(player, 'leave_group', args);
	return { args };
};
const leavingGroup: Maker = async ({ player, call }) => ({
	args: { group_id: (await call(player, 'create_group', {})).value }
});

export const writingCalls: Record<string, Maker> = {
	next_puzzle: () => campaign,
	skip_puzzle: (turn) => ({ args: neuron(turn) }),
	daily_puzzle: () => campaign,
	cast_vote: (turn) => ({ args: { ...explanation(turn), value: turn.below(2) ? 1 : -1 } }),
	deliver: (turn) => ({
		args: {
			delivery_id: crypto.randomUUID(),
			call: 'cast_vote',
			args: { ...explanation(turn), value: turn.below(2) ? 1 : -1 }
		}
	}),
	submit_explanation: (turn) => ({ args: { ...neuron(turn), text: newWords() } }),
	revise_explanation: revising,
	answer_no_pattern: (turn) => ({ args: neuron(turn) }),
	start_check: starting('check'),
	finish_check: finishing('check'),
	start_intruder: starting('intruder'),
	finish_intruder: finishing('intruder'),
	set_laugh: (turn) => ({ args: { ...explanation(turn), laughed: turn.below(4) > 0 } }),
	create_group: founding,
	join_group: joining,
	leave_group: leavingGroup,
	report_explanation: (turn) => ({ args: { ...explanation(turn), reason: 'other' } }),
	send_feedback: () => ({ args: { text: 'a message of some words' } }),
	update_profile: ({ below }) => ({ args: { profile: { avatar: below(32) } } }),
	export_my_data: () => ({ args: {} }),
	prepare_merge: (turn) => ({ as: playerId(2 + 3 * turn.below(turn.size.players / 15)), args: {} }),
	claim_merge: claiming,
	finish_merge: finishingMerge,
	delete_account: leaving,
	decide: (turn) => ({
		as: MODERATOR,
		args: { ...explanation(turn), decision: turn.below(2) ? 'keep' : 'remove' }
	}),
	handle_feedback: ({ number }) => ({ as: MODERATOR, args: { feedback_id: String(number + 1) } })
};
