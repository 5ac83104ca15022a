-- Days in a row, and the puzzle of the day. Days are UTC days by the server's clock; a window around midnight and one
-- freeze keep a streak from breaking by a time zone. src/lib/game/streak.ts mirrors game.next_streak.
create type game.streak as (days int, last_day date, freezes int);

-- The streak after playing at `at`. Within three hours after midnight a play still counts for the day before when
-- that day is missing. One missed day costs the freeze, which comes back with every seventh day in a row.
create function game.next_streak(before game.streak, at timestamptz) returns game.streak
language plpgsql immutable parallel safe set search_path = '' as $$
declare
	grace constant interval := '3 hours';
	refill_every constant int := 7;
	today date := (at at time zone 'UTC')::date;
	gap int;
	after game.streak := before;
begin
	gap := today - before.last_day;
	if gap <= 0 then
		return before;
	elsif gap = 2 and ((at - grace) at time zone 'UTC')::date < today then
		after.days := before.days + 1;
		after.last_day := today - 1;
	elsif gap = 1 then
		after.days := before.days + 1;
		after.last_day := today;
	elsif gap = 2 and before.freezes > 0 then
		after.days := before.days + 1;
		after.last_day := today;
		after.freezes := before.freezes - 1;
	else
		after.days := 1;
		after.last_day := today;
	end if;
	if after.days % refill_every = 0 then
		after.freezes := 1;
	end if;
	return after;
end $$;

-- Notes that the player played now.
create function game.note_play(player uuid) returns void
language plpgsql set search_path = '' as $$
declare
	before game.streak;
	after game.streak;
begin
	select p.streak_days, p.streak_last_day, p.streak_freezes into before from game.players p where p.id = player;
	after := game.next_streak(before, now());
	if after is distinct from before then
		update game.players p set streak_days = after.days, streak_last_day = after.last_day,
			streak_freezes = after.freezes, streak_best = greatest(p.streak_best, after.days) where p.id = player;
	end if;
end $$;

-- The puzzle of each day, the same for all.
create table game.dailies (
	campaign_id text not null,
	day date not null,
	neuron_index int not null,
	primary key (campaign_id, day),
	foreign key (campaign_id, neuron_index) references game.neurons (campaign_id, index)
);
alter table game.dailies enable row level security;
create policy "everyone sees the puzzles of the day" on game.dailies for select using (true);
grant select on game.dailies to anon, authenticated;

-- The day's neuron: chosen when it is first asked for, among clear neurons that were not one lately.
create function game.daily_neuron(campaign_id text, day date) returns int
language plpgsql volatile set search_path = '' as $$
#variable_conflict use_column
declare
	chosen int;
begin
	select d.neuron_index into chosen from game.dailies d
		where d.campaign_id = daily_neuron.campaign_id and d.day = daily_neuron.day;
	if chosen is not null then
		return chosen;
	end if;
	insert into game.dailies (campaign_id, day, neuron_index)
		select n.campaign_id, daily_neuron.day, n.index from game.neurons n
		where n.campaign_id = daily_neuron.campaign_id and n.is_dealt
			and not exists (select from game.dailies d where d.campaign_id = n.campaign_id
				and d.neuron_index = n.index and d.day > daily_neuron.day - 365)
		-- By a hash of the day: nobody can tell tomorrow's puzzle from today's, and no clock decides between two calls.
		order by n.difficulty > 0.5, md5(n.index || '/' || daily_neuron.day), n.index limit 1
		on conflict do nothing;
	return (select d.neuron_index from game.dailies d
		where d.campaign_id = daily_neuron.campaign_id and d.day = daily_neuron.day);
end $$;

-- The puzzle of the day: {day, index, explanations, is_done, next_at}; null when the campaign has none.
create function api.daily_puzzle(campaign_id text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_column
declare
	today date := (now() at time zone 'UTC')::date;
	chosen int := game.daily_neuron(daily_puzzle.campaign_id, today);
begin
	if chosen is null then
		return null;
	end if;
	return jsonb_build_object(
		'day', today, 'index', chosen, 'explanations', game.choices(daily_puzzle.campaign_id, chosen, auth.uid()),
		'is_done', exists (select from game.answers a where a.player_id = auth.uid() and a.kind <> 'skip'
			and a.campaign_id = daily_puzzle.campaign_id and a.neuron_index = chosen),
		'next_at', (today + 1)::timestamp at time zone 'UTC'
	);
end $$;
grant execute on function api.daily_puzzle to anon, authenticated;
