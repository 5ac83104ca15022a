// What may stand in an address as the id of a row: one spelling for each, within PostgreSQL's bigint.
import type { ParamMatcher } from '@sveltejs/kit';

export const match: ParamMatcher = (param) => /^[1-9]\d{0,17}$/.test(param);
