-- A player exists from the first write on; the id is the one of the sign-in, anonymous or not. What others may see
-- of a player is only what the functions of schema `api` show.
create table game.players (
	id uuid primary key references auth.users (id) on delete cascade,
	created_at timestamptz not null default now(),
	-- Null until the player chooses one; name_key keeps look-alikes apart.
	name text check (char_length(name) between 2 and 24),
	name_key text unique,
	-- Which of the drawn pictures; the pages know them by number.
	avatar smallint not null default 0 check (avatar between 0 and 31),
	-- Self-declared and coarse: ISO 3166-1 alpha-2, and a part of the world.
	country text check (country ~ '^[A-Z]{2}$'),
	region text check (region in ('africa', 'asia', 'europe', 'north-america', 'oceania', 'south-america')),
	is_listed boolean not null default false,
	is_credited boolean not null default false,
	role text not null default 'player' check (role in ('player', 'moderator')),
	banned_at timestamptz,
	answered_count int not null default 0,
	rounds_finished int not null default 0,
	-- Glicko-2 against neurons.
	rating real not null default 1500,
	rating_deviation real not null default 350,
	volatility real not null default 0.06,
	-- What the player's reliability is estimated from.
	gold_items int not null default 0,
	gold_right int not null default 0,
	agreement_rounds int not null default 0,
	agreement_sum real not null default 0,
	streak_days int not null default 0,
	streak_best int not null default 0,
	streak_last_day date,
	streak_freezes int not null default 1,
	check ((name is null) = (name_key is null))
) with (fillfactor = 70);
alter table game.players enable row level security;
create policy "players see themselves" on game.players for select to authenticated using (id = (select auth.uid()));
grant select on game.players to authenticated;

-- How much a player did in the current minute. A table of its own, with room on each page, because the row changes
-- with every write.
create table game.write_budgets (
	player_id uuid primary key references game.players (id) on delete cascade,
	minute timestamptz not null,
	writes int not null,
	deals int not null default 0
) with (fillfactor = 50);
alter table game.write_budgets enable row level security;

-- Begins a write of the calling player: makes the player's row when there is none, counts the write, and returns
-- the player's id. The budget's row stays locked until the end of the transaction, so that one player's writes
-- come one after another and need no further care for races with themselves.
create function game.begin_write() returns uuid
language plpgsql set search_path = '' as $$
declare
	writes_per_minute constant int := 60;
	player uuid := auth.uid();
	this_minute timestamptz := date_trunc('minute', now());
	used int;
begin
	if player is null then
		perform game.refuse(401, 'signed_out', 'Please sign in first.');
	end if;
	update game.write_budgets b set
		writes = case when b.minute = this_minute then b.writes + 1 else 1 end,
		deals = case when b.minute = this_minute then b.deals else 0 end,
		minute = this_minute
		where b.player_id = player returning b.writes into used;
	if used is null then
		insert into game.players (id) values (player) on conflict do nothing;
		insert into game.write_budgets as b (player_id, minute, writes) values (player, this_minute, 1)
			on conflict (player_id) do update set writes = b.writes + 1 returning b.writes into used;
	end if;
	if used > writes_per_minute then
		perform game.refuse(429, 'rate_limited', 'That was very fast. Please wait a minute, then go on.');
	end if;
	if exists (select from game.players p where p.id = player and p.banned_at is not null) then
		perform game.refuse(403, 'forbidden', 'This player may only read.');
	end if;
	return player;
exception when foreign_key_violation then
	-- The token is still valid, but its user is gone.
	perform game.refuse(401, 'signed_out', 'This player no longer exists.');
end $$;

-- Counts a puzzle or round that is dealt. Returns null for nobody and for somebody who has not written yet: those
-- have no state to keep.
create function game.begin_deal() returns uuid
language plpgsql set search_path = '' as $$
declare
	deals_per_minute constant int := 120;
	this_minute timestamptz := date_trunc('minute', now());
	used int;
begin
	update game.write_budgets b set
		writes = case when b.minute = this_minute then b.writes else 0 end,
		deals = case when b.minute = this_minute then b.deals + 1 else 1 end,
		minute = this_minute
		where b.player_id = auth.uid() returning b.deals into used;
	if used > deals_per_minute then
		perform game.refuse(429, 'rate_limited', 'That was very fast. Please wait a minute, then go on.');
	end if;
	return case when used is null then null else auth.uid() end;
end $$;
