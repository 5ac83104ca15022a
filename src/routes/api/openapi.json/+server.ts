import { json } from '@sveltejs/kit';
import { openapi } from '../openapi.ts';
import type { RequestHandler } from './$types';

/** The OpenAPI document; any page may fetch it. */
export const GET: RequestHandler = ({ setHeaders }) => {
	setHeaders({ 'access-control-allow-origin': '*' });
	return json(openapi);
};
