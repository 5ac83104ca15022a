// The project's schema and, in one more migration, functions that show what the gateway does with any function.
import { bundledSchema } from '../lib/server/embedded/bundled-schema.ts';
import type { Schema } from '../lib/server/embedded/schema.ts';

const PROBES = `
	create table game.probe_rows (text text unique);
	create function api.probe_echo(value jsonb) returns jsonb language sql stable as $$ select value $$;
	create function api.probe_echo_text(value text) returns text language sql stable as $$ select value $$;
	create function api.probe_echo_list(value text[]) returns text[] language sql stable as $$ select value $$;
	create function api.probe_who() returns jsonb language sql stable as $$
		select jsonb_build_object('role', current_user, 'sub', auth.uid(), 'claimed', auth.role(),
			'search_path', current_setting('search_path'), 'read_only', current_setting('transaction_read_only'))
	$$;
	create function api.probe_mode() returns text language sql volatile as $$
		select current_setting('transaction_read_only')
	$$;
	create function api.probe_void() returns void language sql volatile as $$ $$;
	create function api.probe_numbers(up_to int, step int default 1) returns setof int language sql stable as $$
		select i from generate_series(1, up_to, step) i
	$$;
	create function api.probe_rows(up_to int) returns table (n int, word text) language sql stable as $$
		select i, 'w' || i from generate_series(1, up_to) i
	$$;
	create function api.probe_raise(state text) returns void language plpgsql volatile as $$
	begin raise exception using errcode = state, message = 'told', detail = 'more', hint = 'hinted'; end $$;
	create function api.probe_write_stable() returns void language plpgsql stable security definer as $$
	begin perform game.probe_insert('stable'); end $$;
	create function game.probe_insert(text text) returns void language sql volatile as $$
		insert into game.probe_rows values (text)
	$$;
	create function api.probe_insert(text text, fails boolean) returns void
	language plpgsql volatile security definer as $$
	begin
		insert into game.probe_rows values (text);
		if fails then raise exception 'no'; end if;
	end $$;
	create function api.probe_count() returns int language sql stable security definer as $$
		select count(*)::int from game.probe_rows
	$$;
	create function api.probe_secret() returns int language sql stable as $$ select 1 $$;
	grant execute on all functions in schema api to anon, authenticated;
	revoke execute on function api.probe_secret from anon, authenticated;
`;

export const probeSchema: Schema = {
	...bundledSchema,
	migrations: [...bundledSchema.migrations, { version: '99990101000000', name: 'probes', sql: PROBES }]
};
