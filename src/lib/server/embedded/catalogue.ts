// Which functions schema `api` offers, read once from the database's own catalogue, and which one a call means.
import type { Database } from './database.ts';

export interface ApiFunction {
	name: string;
	args: { name: string; type: string; required: boolean }[];
	/** Immutable and stable functions may be called by GET and run read-only. */
	isReadOnly: boolean;
	returns: 'set' | 'value' | 'void';
}

const FUNCTIONS = `
	set local search_path = '';
	select coalesce(json_agg(json_build_object(
		'name', p.proname,
		'args', (
			select coalesce(json_agg(json_build_object(
				'name', p.proargnames[i], 'type', format_type(p.proargtypes[i - 1], null),
				'required', i <= p.pronargs - p.pronargdefaults
			) order by i), '[]') from generate_series(1, p.pronargs) i
		),
		'isReadOnly', p.provolatile <> 'v',
		'returns', case when p.proretset then 'set' when p.prorettype = 'void'::regtype then 'void' else 'value' end
	)), '[]')::text as body
	from pg_proc p where p.pronamespace = 'api'::regnamespace and p.prokind = 'f'`;

export type Catalogue = Map<string, ApiFunction[]>;

/** Reads the functions of schema `api`; overloads share a name. */
export async function readCatalogue(database: Database): Promise<Catalogue> {
	const [row] = await database.run(FUNCTIONS);
	const functions = JSON.parse(String(row?.body)) as ApiFunction[];
	return Map.groupBy(functions, (fn) => fn.name);
}

/** The function of this name that takes exactly these arguments, as PostgREST chooses; undefined when none does. */
export function resolve(catalogue: Catalogue, name: string, argNames: string[]): ApiFunction | undefined {
	return catalogue.get(name)?.find((fn) => {
		const known = argNames.every((arg) => fn.args.some(({ name }) => name === arg));
		return known && fn.args.every(({ name, required }) => !required || argNames.includes(name));
	});
}
