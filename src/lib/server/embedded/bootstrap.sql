-- What Supabase brings before a project's own migrations: the roles, and an `auth` schema with users and sessions.
-- Run at every start, before the migrations, so each statement may be repeated. Never run on a real Supabase.
do $$
declare
	wanted text;
	-- Since 16 whoever makes a role is a member of it without the right to act as it.
	enough constant text :=
		case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end;
begin
	if to_regnamespace('auth') is not null
		and coalesce(obj_description(to_regnamespace('auth'), 'pg_namespace'), '') <> 'embedded backend' then
		raise exception 'This database already has a schema "auth" that is not ours (is it a Supabase project?).'
			using hint = 'For Supabase set PUBLIC_SUPABASE_URL and its key instead of DATABASE_URL.';
	end if;
	-- Roles belong to all databases of a server, so another one's first start may be making them at this moment.
	foreach wanted in array array['anon', 'authenticated', 'service_role'] loop
		if not exists (select from pg_catalog.pg_roles where rolname = wanted) then
			begin
				execute format('create role %I nologin noinherit', wanted);
			exception when duplicate_object or unique_violation then null;
			end;
		end if;
		if not pg_catalog.pg_has_role(current_user, wanted, enough) then
			begin
				execute format('grant %I to current_user', wanted);
			exception when unique_violation then null;
			end;
		end if;
	end loop;
end $$;

create schema if not exists auth;
comment on schema auth is 'embedded backend';
grant usage on schema auth to anon, authenticated, service_role;

create table if not exists auth.users (
	id uuid primary key default gen_random_uuid(),
	raw_app_meta_data jsonb not null default '{}',
	raw_user_meta_data jsonb not null default '{}',
	is_anonymous boolean not null default true,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	last_sign_in_at timestamptz not null default now()
);
create table if not exists auth.sessions (
	id uuid primary key default gen_random_uuid(),
	user_id uuid not null references auth.users (id) on delete cascade,
	created_at timestamptz not null default now()
);
create index if not exists sessions_by_user on auth.sessions (user_id);
-- Only hashes are kept. A token is used once; `used_at` says when it was exchanged for the next one.
create table if not exists auth.refresh_tokens (
	token_hash text primary key,
	session_id uuid not null references auth.sessions (id) on delete cascade,
	created_at timestamptz not null default now(),
	used_at timestamptz
);
create index if not exists refresh_tokens_by_session on auth.refresh_tokens (session_id);
-- Who a player is elsewhere: nothing but the provider's number for the person.
create table if not exists auth.identities (
	id uuid primary key default gen_random_uuid(),
	provider text not null,
	provider_id text not null,
	user_id uuid not null references auth.users (id) on delete cascade,
	created_at timestamptz not null default now(),
	last_sign_in_at timestamptz not null default now(),
	unique (provider, provider_id)
);
create index if not exists identities_by_user on auth.identities (user_id);
-- Sign-ins that came back from a provider and wait for the browser that began them to show its verifier (PKCE).
create table if not exists auth.flows (
	code_hash text primary key,
	provider text not null,
	provider_id text not null,
	challenge text not null,
	challenge_method text not null check (challenge_method in ('s256', 'plain')),
	-- The player whom the identity is to be linked to, by this session; null for signing in.
	link_user uuid references auth.users (id) on delete cascade,
	link_session uuid,
	created_at timestamptz not null default now()
);
alter table auth.users enable row level security;
alter table auth.sessions enable row level security;
alter table auth.refresh_tokens enable row level security;
alter table auth.identities enable row level security;
alter table auth.flows enable row level security;

-- Who is calling, from the claims that the gateway sets for each transaction (as in Supabase).
create or replace function auth.jwt() returns jsonb language sql stable set search_path = '' as $$
	select coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb
$$;
-- In PL/pgSQL, which keeps its plan: nearly every statement of the game asks.
create or replace function auth.uid() returns uuid language plpgsql stable set search_path = '' as $$
begin
	return (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid;
end $$;
create or replace function auth.role() returns text language sql stable set search_path = '' as $$
	select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
$$;

-- The rest is for the gateway alone, which owns this schema.
create or replace function auth.user_json(wanted uuid) returns jsonb language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'id', u.id, 'aud', 'authenticated', 'role', 'authenticated', 'email', '', 'phone', '',
		'app_metadata', u.raw_app_meta_data, 'user_metadata', u.raw_user_meta_data,
		'identities', (select coalesce(jsonb_agg(jsonb_build_object('identity_id', i.id, 'id', i.provider_id,
			'user_id', i.user_id, 'identity_data', jsonb_build_object('sub', i.provider_id), 'provider', i.provider,
			'created_at', i.created_at, 'last_sign_in_at', i.last_sign_in_at) order by i.created_at), '[]')
			from auth.identities i where i.user_id = u.id),
		'created_at', u.created_at, 'updated_at', u.updated_at, 'last_sign_in_at', u.last_sign_in_at,
		'is_anonymous', u.is_anonymous
	) from auth.users u where u.id = wanted
$$;

create or replace function auth.sign_up(metadata jsonb, token_hash text) returns jsonb
language plpgsql set search_path = '' as $$
declare
	new_user uuid;
	new_session uuid;
begin
	insert into auth.users (raw_user_meta_data) values (metadata) returning id into new_user;
	insert into auth.sessions (user_id) values (new_user) returning id into new_session;
	insert into auth.refresh_tokens (token_hash, session_id) values (sign_up.token_hash, new_session);
	return jsonb_build_object('status', 'ok', 'session_id', new_session, 'user', auth.user_json(new_user));
end $$;

-- Exchanges a refresh token for the next. The same token again within ten seconds (two tabs, a lost answer) gives
-- the same next token; later, or when the next one has been used, it must be stolen: the session ends.
create or replace function auth.rotate(old_hash text, next_hash text) returns jsonb
language plpgsql set search_path = '' as $$
declare
	reuse_window constant interval := '10 seconds';
	old auth.refresh_tokens;
	owner uuid;
begin
	select * into old from auth.refresh_tokens t where t.token_hash = old_hash for update;
	if not found then
		return jsonb_build_object('status', 'not_found');
	end if;
	if old.used_at is not null and (
		old.used_at < clock_timestamp() - reuse_window
		or exists (select from auth.refresh_tokens t where t.token_hash = next_hash and t.used_at is not null)
	) then
		delete from auth.sessions s where s.id = old.session_id;
		return jsonb_build_object('status', 'used');
	end if;
	if old.used_at is null then
		update auth.refresh_tokens t set used_at = clock_timestamp() where t.token_hash = old_hash;
		insert into auth.refresh_tokens (token_hash, session_id) values (next_hash, old.session_id);
		delete from auth.refresh_tokens t
			where t.session_id = old.session_id and t.used_at < now() - interval '7 days';
	end if;
	update auth.users u set last_sign_in_at = now() from auth.sessions s
		where s.id = old.session_id and u.id = s.user_id returning u.id into owner;
	return jsonb_build_object('status', 'ok', 'session_id', old.session_id, 'user', auth.user_json(owner));
end $$;

create or replace function auth.session_user_json(wanted_session uuid, wanted_user uuid) returns jsonb
language sql stable set search_path = '' as $$
	select auth.user_json(s.user_id) from auth.sessions s where s.id = wanted_session and s.user_id = wanted_user
$$;

-- Adds to the metadata; refused (PT422) when all of it together would be longer than max_characters.
create or replace function auth.update_metadata(
	wanted_session uuid, wanted_user uuid, metadata jsonb, max_characters int
) returns jsonb
language plpgsql set search_path = '' as $$
declare
	together jsonb;
begin
	update auth.users u set raw_user_meta_data = u.raw_user_meta_data || metadata, updated_at = now()
		from auth.sessions s where s.id = wanted_session and s.user_id = wanted_user and u.id = wanted_user
		returning u.raw_user_meta_data into together;
	if char_length(together::text) > max_characters then
		raise exception using errcode = 'PT422', message = 'User metadata is too long';
	end if;
	return auth.session_user_json(wanted_session, wanted_user);
end $$;

-- Keeps what a provider said of somebody until its browser comes for it. False, and nothing kept, when the identity is
-- to be linked but is another player's already.
create or replace function auth.begin_flow(
	code_hash text, provider text, provider_id text, challenge text, challenge_method text, link_user uuid, link_session uuid
) returns boolean
language plpgsql set search_path = '' as $$
begin
	delete from auth.flows f where f.created_at < now() - interval '5 minutes';
	if exists (select from auth.identities i where i.provider = begin_flow.provider
		and i.provider_id = begin_flow.provider_id and i.user_id <> begin_flow.link_user) then
		return false;
	end if;
	insert into auth.flows (code_hash, provider, provider_id, challenge, challenge_method, link_user, link_session)
		values (begin_flow.code_hash, begin_flow.provider, begin_flow.provider_id, begin_flow.challenge,
			begin_flow.challenge_method, begin_flow.link_user, begin_flow.link_session);
	return true;
end $$;

-- The player whom the flow's identity belongs to from now on: its owner, else the one to be linked to (the id stays,
-- the guest becomes an account), else a new one. Null when that is not possible; `problem` then says why.
create or replace function auth.own_identity(flow auth.flows, out owner uuid, out problem text)
language plpgsql set search_path = '' as $$
begin
	-- Two first sign-ins of one person at the same moment make one player.
	perform pg_advisory_xact_lock(hashtextextended(flow.provider || ':' || flow.provider_id, 0));
	update auth.identities i set last_sign_in_at = now()
		where i.provider = flow.provider and i.provider_id = flow.provider_id returning i.user_id into owner;
	if flow.link_user is not null and owner <> flow.link_user then
		owner := null;
		problem := 'taken';
	elsif flow.link_user is not null and not exists (
		select from auth.sessions s where s.id = flow.link_session and s.user_id = flow.link_user
	) then
		owner := null;
		problem := 'signed_out';
	elsif owner is null then
		owner := flow.link_user;
		if owner is null then
			insert into auth.users (is_anonymous) values (false) returning id into owner;
		end if;
		insert into auth.identities (provider, provider_id, user_id) values (flow.provider, flow.provider_id, owner);
		update auth.users u set is_anonymous = false, updated_at = now(), raw_app_meta_data = u.raw_app_meta_data
			|| jsonb_build_object('provider', flow.provider, 'providers', jsonb_build_array(flow.provider))
			where u.id = owner;
	end if;
end $$;

-- Exchanges a flow's code for a session, once. The verifier comes as it is and as its S256 challenge.
create or replace function auth.finish_flow(code_hash text, plain text, s256 text, token_hash text) returns jsonb
language plpgsql set search_path = '' as $$
declare
	flow auth.flows;
	owned record;
	new_session uuid;
begin
	delete from auth.flows f where f.code_hash = finish_flow.code_hash returning * into flow;
	if flow.code_hash is null or flow.created_at < now() - interval '5 minutes' then
		return jsonb_build_object('status', 'not_found');
	elsif flow.challenge <> (case flow.challenge_method when 's256' then s256 else plain end) then
		return jsonb_build_object('status', 'bad_verifier');
	end if;
	select * into owned from auth.own_identity(flow);
	if owned.owner is null then
		return jsonb_build_object('status', owned.problem);
	end if;
	update auth.users u set last_sign_in_at = now() where u.id = owned.owner;
	insert into auth.sessions (user_id) values (owned.owner) returning id into new_session;
	insert into auth.refresh_tokens (token_hash, session_id) values (finish_flow.token_hash, new_session);
	return jsonb_build_object('status', 'ok', 'session_id', new_session, 'user', auth.user_json(owned.owner));
end $$;

create or replace function auth.sign_out(wanted_session uuid, wanted_user uuid, scope text) returns void
language sql set search_path = '' as $$
	delete from auth.sessions s where s.user_id = wanted_user and case scope
		when 'local' then s.id = wanted_session when 'others' then s.id <> wanted_session else true end
$$;

revoke execute on all functions in schema auth from public;
grant execute on function auth.jwt, auth.uid, auth.role to anon, authenticated, service_role;

-- The record of applied migrations, as Supabase's CLI keeps it.
create schema if not exists supabase_migrations;
create table if not exists supabase_migrations.schema_migrations (
	version text primary key,
	statements text[],
	name text
);
alter table supabase_migrations.schema_migrations enable row level security;
