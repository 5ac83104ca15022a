-- The same answers for less. Two things cost more than the reading itself: planning a statement anew at each call (a
-- list as an argument makes PostgreSQL believe that a plan of its own were worth it), and asking for each row who calls.

-- These explanations in this order, as the calling player sees them: names and votes are looked up once for all.
create or replace function game.explanations_json(ids bigint[]) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
#variable_conflict use_column
declare
	caller uuid := auth.uid();
begin
	return (
		with listed as (
			select e.*, i.place from unnest(ids) with ordinality i (id, place) join game.explanations e on e.id = i.id
		)
		select coalesce(jsonb_agg(jsonb_build_object(
			'id', l.id::text, 'text', l.text, 'covers', l.covers,
			'neuron_index', l.neuron_index, 'revises_id', l.revises_id::text, 'author', n.name,
			'votes_up', l.votes_up, 'votes_down', l.votes_down,
			'score', round(l.score_mean::numeric, 4),
			'score_low', round(l.score_low::numeric, 4),
			'score_high', round(game.score_bound(l.score_mean, l.score_sd, 1)::numeric, 4),
			'rounds', l.rounds, 'status', l.status,
			'mine', coalesce(l.author_id = caller, false),
			'my_vote', coalesce(v.value, 0), 'created_at', l.created_at
		) order by l.place), '[]')
		from listed l
			left join game.names_of(array(select author_id from listed)) n on n.id = l.author_id
			left join game.my_votes_on(ids) v on v.explanation_id = l.id
	);
end $$;
drop function game.explanation_json;

-- The first hundred of a board: `place` is 'world', a region or a country; `day` picks the period (today's if null).
-- Only players who chose to be listed. Returns [{rank, name, avatar, country, points, is_me}].
create or replace function api.leaderboard(period text, place text default 'world', day date default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
declare
	shown constant int := 100;
	caller uuid := auth.uid();
	wanted date;
begin
	perform game.require_period(leaderboard.period);
	wanted := game.bucket_of(leaderboard.period, coalesce(leaderboard.day, (now() at time zone 'UTC')::date));
	return (select coalesce(jsonb_agg(jsonb_build_object(
		'rank', top.rank, 'name', p.name, 'avatar', p.avatar, 'country', p.country, 'points', top.points,
		'is_me', coalesce(p.id = caller, false)
	) order by top.position), '[]') from (
		select b.*, rank() over (order by b.points desc) as rank, row_number() over (order by b.points desc, b.player_id) as position
		from (
			(select s.player_id, s.points from game.scores s where leaderboard.place = 'world'
				and s.period = leaderboard.period and s.bucket = wanted and s.is_listed
			order by s.points desc, s.player_id limit shown)
			union all
			(select s.player_id, s.points from game.scores s where leaderboard.place ~ '^[A-Z]{2}$'
				and s.period = leaderboard.period and s.bucket = wanted and s.is_listed and s.country = leaderboard.place
			order by s.points desc, s.player_id limit shown)
			union all
			(select s.player_id, s.points from game.scores s where leaderboard.place ~ '^[a-z]' and leaderboard.place <> 'world'
				and s.period = leaderboard.period and s.bucket = wanted and s.is_listed and s.region = leaderboard.place
			order by s.points desc, s.player_id limit shown)
		) b
	) top join game.players p on p.id = top.player_id);
end $$;

-- The calling player's votes on these explanations. A new caller without a session has none; the table itself stays
-- closed to anon.
create or replace function game.my_votes_on(explanation_ids bigint[]) returns table (explanation_id bigint, value int)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
declare
	caller uuid := auth.uid();
begin
	if caller is not null then
		return query select v.explanation_id, v.value::int from game.votes v
			where v.player_id = caller and v.explanation_id = any (explanation_ids);
	end if;
end $$;
