// `?embed=1` on an explanation's or neuron's page leads to a small version that other sites may frame.
import type { Reroute } from '@sveltejs/kit';
import { embedPath } from '$lib/util/embed-path.ts';

export const reroute: Reroute = ({ url }) => embedPath(url);
