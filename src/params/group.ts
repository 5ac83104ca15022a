// What may stand in an address as the id of a group of friends.
import type { ParamMatcher } from '@sveltejs/kit';
import { GROUP_ID } from '$lib/data/groups.ts';

export const match: ParamMatcher = (param) => GROUP_ID.test(param);
