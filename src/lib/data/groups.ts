// Verbs on groups of friends: found one, invite by its link, join, leave, compare points.
import * as v from 'valibot';
import { ok, type Result } from '../util/result.ts';
import { PlaceRow, type BoardPlace, type Period } from './boards.ts';
import type { Store } from './client.ts';
import type { StoreError } from './nouns.ts';
import { parseAnswer } from './rows.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What an id of a group looks like; anything else need not be asked for. */
export const GROUP_ID = /^[0-9a-f]{64}$/;

const GroupRow = v.object({ id: v.string(), members: count, names: v.array(v.string()) });
export interface Group {
	/** Nobody can guess it: it is the invitation. */
	id: string;
	members: number;
	/** Of at most three of the others, those that have one. */
	names: string[];
}

const InvitationRow = v.pipe(
	v.object({ members: count, names: v.array(v.string()), is_member: v.boolean() }),
	v.transform(({ is_member, ...row }) => ({ ...row, isMember: is_member }))
);
/** What somebody with the link sees of a group before joining. */
export type Invitation = v.InferOutput<typeof InvitationRow>;

/** Founds a group and gives its id. Errors: 'group_limit' (ten groups a player), 'rate_limited', 'signed_out',
 *  'offline', 'server'. */
export async function createGroup(store: Store): Promise<Result<string, StoreError>> {
	return parseAnswer(v.string(), await store.write('create_group', {}));
}

/** What the link of a group says; null when it leads nowhere. */
export async function invitation(
	store: Store,
	groupId: string
): Promise<Result<Invitation | null, StoreError>> {
	if (!GROUP_ID.test(groupId)) return ok(null);
	return parseAnswer(v.nullable(InvitationRow), await store.read('invitation', { group_id: groupId }));
}

/** Makes the player a member. Errors: 'not_found', 'group_limit' (fifty members, ten groups a player), 'rate_limited',
 *  'signed_out', 'offline', 'server'. */
export async function joinGroup(store: Store, groupId: string): Promise<Result<null, StoreError>> {
	const answer = await store.write('join_group', { group_id: groupId });
	return answer.ok ? ok(null) : answer;
}

/** Takes the player out of the group; the last one out ends it. */
export async function leaveGroup(store: Store, groupId: string): Promise<Result<null, StoreError>> {
	const answer = await store.write('leave_group', { group_id: groupId });
	return answer.ok ? ok(null) : answer;
}

/** The player's groups in the order of joining; none for somebody without a session. */
export async function myGroups(store: Store): Promise<Result<Group[], StoreError>> {
	if (!(await store.isSignedIn())) return ok([]);
	return parseAnswer(v.array(GroupRow), await store.read('my_groups', {}));
}

/** The members of one of the player's groups by points. Error 'not_found': the player is in no such group. */
export async function groupBoard(
	store: Store,
	{ groupId, period }: { groupId: string; period: Period }
): Promise<Result<BoardPlace[], StoreError>> {
	return parseAnswer(v.array(PlaceRow), await store.read('group_board', { group_id: groupId, period }));
}
