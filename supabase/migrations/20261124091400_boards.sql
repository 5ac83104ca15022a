-- Scoreboards: points by period and place. Written by the drainer alone, so that answering never waits for them.
create table game.scores (
	period text not null check (period in ('day', 'week', 'month', 'all')),
	-- First day of the period (UTC); 'all' has one bucket.
	bucket date not null,
	player_id uuid not null references game.players (id) on delete cascade,
	points bigint not null,
	-- Copies of the player's choices, so that a place's board is one range of an index.
	country text,
	region text,
	is_listed boolean not null,
	primary key (period, bucket, player_id)
) with (fillfactor = 70);
create index scores_world on game.scores (period, bucket, points desc, player_id) where is_listed;
create index scores_region on game.scores (period, bucket, region, points desc, player_id) where is_listed;
create index scores_country on game.scores (period, bucket, country, points desc, player_id) where is_listed;
create index scores_by_player on game.scores (player_id);

-- Where points stand in a big board, in steps: how many players have more than `points`.
create table game.rank_steps (
	period text not null,
	bucket date not null,
	-- 'world', a region or a country.
	place text not null,
	points bigint not null,
	players_above int not null,
	refreshed_at timestamptz not null default now(),
	primary key (period, bucket, place, points)
);
alter table game.scores enable row level security;
alter table game.rank_steps enable row level security;

-- First day of the period that holds `day`.
create function game.bucket_of(period text, day date) returns date
language sql immutable parallel safe set search_path = '' as $$
	select case period when 'day' then day when 'all' then date '2000-01-01'
		else date_trunc(period, day::timestamp)::date end
$$;

-- Adds a batch of due points to the scoreboards and quests. One drainer at a time; another one goes away at once.
-- Returns how many entries were added.
create function game.drain_points(most int) returns int
language plpgsql set search_path = '' as $$
declare
	drain_lock constant bigint := 7283452;
	drained int;
begin
	if not pg_try_advisory_xact_lock(drain_lock) then
		return 0;
	end if;
	with due as (
		delete from game.points_due d where d.point_id in (
			select q.point_id from game.points_due q order by q.point_id limit most for update skip locked
		) returning d.point_id
	), earned as (
		select p.* from due join game.points p on p.id = due.point_id
	), scored as (
		insert into game.scores as s (period, bucket, player_id, points, country, region, is_listed)
			select sums.period, sums.bucket, sums.player_id, sums.points, p.country, p.region, p.is_listed
			from (
				select period, game.bucket_of(period, (e.earned_at at time zone 'UTC')::date) as bucket, e.player_id,
					sum(e.amount) as points
				from earned e, unnest(array['day', 'week', 'month', 'all']) period group by 1, 2, 3
			) sums join game.players p on p.id = sums.player_id
			order by 1, 2, 3
			on conflict (period, bucket, player_id) do update set points = s.points + excluded.points,
				country = excluded.country, region = excluded.region, is_listed = excluded.is_listed
	), contested as (
		insert into game.quest_scores as s (quest_id, player_id, points, reached_at)
			select q.id, e.player_id, sum(e.amount), case when sum(e.amount) >= q.goal then now() end
			from earned e join game.quests q on e.earned_at >= q.starts_at and e.earned_at < q.ends_at
				and e.reason = any (q.reasons) and (q.campaign_id is null or q.campaign_id = e.campaign_id)
			group by q.id, e.player_id order by 1, 2
			on conflict (quest_id, player_id) do update set points = s.points + excluded.points,
				reached_at = coalesce(s.reached_at, case when s.points + excluded.points >= (
					select q.goal from game.quests q where q.id = s.quest_id) then now() end)
	)
	select count(*) into drained from earned;
	return drained;
end $$;

-- Brings the steps of one board up to date: for each place with more than a thousand listed players (smaller ones are
-- counted) the points at every two-hundredth of the way down.
create function game.refresh_rank_steps(period text, bucket date) returns void
language plpgsql set search_path = '' as $$
#variable_conflict use_column
declare
	steps constant int := 200;
	counted_up_to constant int := 1000;
begin
	delete from game.rank_steps r where r.period = refresh_rank_steps.period and r.bucket = refresh_rank_steps.bucket;
	insert into game.rank_steps (period, bucket, place, points, players_above)
		select refresh_rank_steps.period, refresh_rank_steps.bucket, ranked.place, ranked.points, min(ranked.above)
		from (
			select places.place, s.points, row_number() over (partition by places.place order by s.points desc) - 1 as above,
				count(*) over (partition by places.place) as players
			from game.scores s, lateral (values ('world'), (s.region), (s.country)) places (place)
			where s.period = refresh_rank_steps.period and s.bucket = refresh_rank_steps.bucket and s.is_listed
				and places.place is not null
		) ranked
		where ranked.players > counted_up_to
			and (ranked.above % (ranked.players / steps) = 0 or ranked.above = ranked.players - 1)
		group by ranked.place, ranked.points;
end $$;

-- A player who leaves or joins the boards, or moves, does so on all of them.
create function game.follow_profile() returns trigger
language plpgsql set search_path = '' as $$
begin
	update game.scores s set is_listed = new.is_listed, country = new.country, region = new.region
		where s.player_id = new.id;
	return null;
end $$;
create trigger boards_follow_profiles after update on game.players for each row
	when (old.is_listed <> new.is_listed or old.country is distinct from new.country
		or old.region is distinct from new.region)
	execute function game.follow_profile();

create function game.require_period(period text) returns void
language plpgsql immutable set search_path = '' as $$
begin
	if period is null or period not in ('day', 'week', 'month', 'all') then
		perform game.refuse(400, 'invalid', 'A period is day, week, month or all.');
	end if;
end $$;

-- The first hundred of a board: `place` is 'world', a region or a country; `day` picks the period (today's if null).
-- Only players who chose to be listed. Returns [{rank, name, avatar, country, points, is_me}].
create function api.leaderboard(period text, place text default 'world', day date default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
declare
	wanted date;
begin
	perform game.require_period(leaderboard.period);
	wanted := game.bucket_of(leaderboard.period, coalesce(leaderboard.day, (now() at time zone 'UTC')::date));
	return (select coalesce(jsonb_agg(jsonb_build_object(
		'rank', top.rank, 'name', p.name, 'avatar', p.avatar, 'country', p.country, 'points', top.points,
		'is_me', coalesce(p.id = auth.uid(), false)
	) order by top.position), '[]') from (
		select b.*, rank() over (order by b.points desc) as rank, row_number() over (order by b.points desc, b.player_id) as position
		from (
			(select s.player_id, s.points from game.scores s where leaderboard.place = 'world'
				and s.period = leaderboard.period and s.bucket = wanted and s.is_listed
			order by s.points desc, s.player_id limit 100)
			union all
			(select s.player_id, s.points from game.scores s where leaderboard.place ~ '^[A-Z]{2}$'
				and s.period = leaderboard.period and s.bucket = wanted and s.is_listed and s.country = leaderboard.place
			order by s.points desc, s.player_id limit 100)
			union all
			(select s.player_id, s.points from game.scores s where leaderboard.place ~ '^[a-z]' and leaderboard.place <> 'world'
				and s.period = leaderboard.period and s.bucket = wanted and s.is_listed and s.region = leaderboard.place
			order by s.points desc, s.player_id limit 100)
		) b
	) top join game.players p on p.id = top.player_id);
end $$;
grant execute on function api.leaderboard to anon, authenticated;

-- How many listed players of a place have more points: counted up to a thousand, beyond that between two steps.
create function game.players_above(period text, bucket date, place text, mine bigint)
returns table (above int, is_exact boolean)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
declare
	counted_up_to constant int := 1000;
	upper game.rank_steps;
	lower game.rank_steps;
begin
	select count(*) into above from (
		select from game.scores s where s.period = players_above.period and s.bucket = players_above.bucket
			and s.is_listed and s.points > mine
			and (players_above.place = 'world' or s.country = players_above.place or s.region = players_above.place)
		order by s.points desc limit counted_up_to + 1
	) c;
	is_exact := above <= counted_up_to;
	if not is_exact then
		select * into upper from game.rank_steps r where r.period = players_above.period
			and r.bucket = players_above.bucket and r.place = players_above.place and r.points > mine order by r.points limit 1;
		select * into lower from game.rank_steps r where r.period = players_above.period
			and r.bucket = players_above.bucket and r.place = players_above.place and r.points <= mine
			order by r.points desc limit 1;
		above := greatest(above, coalesce(
			upper.players_above + (lower.players_above - upper.players_above)
				* (upper.points - mine) / greatest(1, upper.points - lower.points),
			upper.players_above, lower.players_above
		));
	end if;
	return next;
end $$;

-- The calling player's place on a board, whether listed or not: {points, rank, is_exact}; null without points.
create function api.my_rank(period text, place text default 'world') returns jsonb
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
declare
	wanted date;
	mine bigint;
begin
	perform game.require_period(my_rank.period);
	wanted := game.bucket_of(my_rank.period, (now() at time zone 'UTC')::date);
	select s.points into mine from game.scores s
		where s.period = my_rank.period and s.bucket = wanted and s.player_id = auth.uid();
	if mine is null then
		return null;
	end if;
	return (select jsonb_build_object('points', mine, 'rank', a.above + 1, 'is_exact', a.is_exact)
		from game.players_above(my_rank.period, wanted, my_rank.place, mine) a);
end $$;
grant execute on function api.my_rank to authenticated;
