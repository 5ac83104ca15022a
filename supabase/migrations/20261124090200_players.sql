-- A player exists from the first write on; the id is the one of the sign-in, anonymous or not.
create table game.players (
	id uuid primary key references auth.users (id) on delete cascade,
	created_at timestamptz not null default now()
);
alter table game.players enable row level security;
create policy "players see themselves" on game.players for select to authenticated using (id = (select auth.uid()));
grant select on game.players to authenticated;

-- How many writes a player made in the current minute. A table of its own, with room on each page, because the
-- row changes with every write.
create table game.write_budgets (
	player_id uuid primary key references game.players (id) on delete cascade,
	minute timestamptz not null,
	writes int not null
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
	update game.write_budgets b
		set writes = case when b.minute = this_minute then b.writes + 1 else 1 end, minute = this_minute
		where b.player_id = player returning b.writes into used;
	if used is null then
		insert into game.players (id) values (player) on conflict do nothing;
		insert into game.write_budgets as b (player_id, minute, writes) values (player, this_minute, 1)
			on conflict (player_id) do update set writes = b.writes + 1 returning b.writes into used;
	end if;
	if used > writes_per_minute then
		perform game.refuse(429, 'rate_limited', 'That was very fast. Please wait a minute, then go on.');
	end if;
	return player;
exception when foreign_key_violation then
	-- The token is still valid, but its user is gone.
	perform game.refuse(401, 'signed_out', 'This player no longer exists.');
end $$;
