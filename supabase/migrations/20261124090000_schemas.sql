-- Two schemas: `game` holds the tables and is not exposed; `api` holds the functions that clients may call.
create schema game;
create schema api;

-- PostgreSQL lets everyone execute a new function. Per-schema defaults cannot take that away, so it is revoked
-- for every function that the owner of these migrations makes; each one is then granted by name.
alter default privileges revoke execute on functions from public;

grant usage on schema api to anon, authenticated, service_role;
-- The reading functions run with their caller's rights, so callers must be able to look into `game`; what they
-- see there is decided by the grants and the row-level security of each table.
grant usage on schema game to anon, authenticated, service_role;

-- Refuses a call. The status becomes the HTTP status (SQLSTATE PTxxx), the hint is the stable code that clients
-- switch on, the message is fit for people.
create function game.refuse(status int, code text, message text) returns void
language plpgsql set search_path = '' as $$
begin
	raise exception using errcode = 'PT' || status, message = message, hint = code;
end $$;
-- Callable by all, for it only raises: the functions with their caller's rights need it.
grant execute on function game.refuse to anon, authenticated, service_role;
