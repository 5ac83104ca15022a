// What may stand in an address as a campaign's id; whether there is such a campaign is for the page to find out.
import type { ParamMatcher } from '@sveltejs/kit';

export const match: ParamMatcher = (param) => /^[a-z0-9][a-z0-9-]{0,39}$/.test(param);
