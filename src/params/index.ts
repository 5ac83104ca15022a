// What may stand in an address as the number of a layer or neuron: one spelling for each, at most six digits.
import type { ParamMatcher } from '@sveltejs/kit';

export const match: ParamMatcher = (param) => /^(0|[1-9]\d{0,5})$/.test(param);
