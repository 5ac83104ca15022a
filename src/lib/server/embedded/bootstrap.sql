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
alter table auth.users enable row level security;
alter table auth.sessions enable row level security;
alter table auth.refresh_tokens enable row level security;

-- Who is calling, from the claims that the gateway sets for each transaction (as in Supabase).
create or replace function auth.jwt() returns jsonb language sql stable set search_path = '' as $$
	select coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb
$$;
create or replace function auth.uid() returns uuid language sql stable set search_path = '' as $$
	select (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
$$;
create or replace function auth.role() returns text language sql stable set search_path = '' as $$
	select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
$$;

-- The rest is for the gateway alone, which owns this schema.
create or replace function auth.user_json(wanted uuid) returns jsonb language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'id', u.id, 'aud', 'authenticated', 'role', 'authenticated', 'email', '', 'phone', '',
		'app_metadata', u.raw_app_meta_data, 'user_metadata', u.raw_user_meta_data, 'identities', '[]'::jsonb,
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
