-- Lists and look-ups that cost more than they should: a list of neurons looks their explanations up once for all, and a
-- player is found by the name's key, which has an index.

-- At most fifty neurons of one kind: 'unsolved' (clearest first), 'contested' (two explanations have votes and the
-- second at least half as many as the first; most answered first) or 'solved' (latest first), in order.
create function game.neurons_of_kind(campaign_id text, kind text) returns int[]
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
declare
	shown_at_most constant int := 50;
	-- Bounds the search for contested ones: the most answered neurons are where players can disagree.
	looked_at constant int := 200;
begin
	case neurons_of_kind.kind
	when 'unsolved' then
		return array(select u.index from game.neurons u where u.campaign_id = neurons_of_kind.campaign_id
			and u.is_dealt and u.solved_at is null and u.unclear_at is null
			order by u.difficulty, u.index limit shown_at_most);
	when 'solved' then
		return array(select s.index from game.neurons s where s.campaign_id = neurons_of_kind.campaign_id
			and s.solved_at is not null order by s.solved_at desc, s.index limit shown_at_most);
	when 'contested' then
		return array(select c.index from (
			select a.* from game.neurons a where a.campaign_id = neurons_of_kind.campaign_id and a.answer_count > 1
			order by a.answer_count desc, a.index limit looked_at
		) c, lateral (
			select array_agg(v.votes_up order by v.votes_up desc) as votes from (
				select e.votes_up from game.explanations e where e.campaign_id = c.campaign_id
					and e.neuron_index = c.index and e.status = 'shown' and not e.is_shadowed
				order by e.score_low desc, e.id limit 5
			) v
		) top
		where top.votes[2] > 0 and 2 * top.votes[2] >= top.votes[1]
		order by c.answer_count desc, c.index limit shown_at_most);
	else
		perform game.refuse(400, 'invalid', 'A list is unsolved, contested or solved.');
	end case;
end $$;
grant execute on function game.neurons_of_kind to anon, authenticated;

-- The neurons of one kind (game.neurons_of_kind): [{index, answers, solved_at, best}], best being an explanation.
create or replace function api.neuron_list(campaign_id text, kind text) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
#variable_conflict use_column
declare
	found int[] := game.neurons_of_kind(neuron_list.campaign_id, neuron_list.kind);
	best bigint[] := array(select n.best_id from game.neurons n where n.campaign_id = neuron_list.campaign_id
		and n.index = any (found) and n.best_id is not null);
begin
	return (
		select coalesce(jsonb_agg(jsonb_build_object('index', n.index, 'answers', n.answer_count,
			'solved_at', n.solved_at, 'best', e.explanation) order by i.place), '[]')
		from unnest(found) with ordinality i (index, place)
			join game.neurons n on n.campaign_id = neuron_list.campaign_id and n.index = i.index
			left join jsonb_array_elements(game.explanations_json(best)) e (explanation)
				on e.explanation ->> 'id' = n.best_id::text
	);
end $$;
drop function game.listed_neuron;

-- A player as others see them, by name: only those who chose to be listed. Explanations only where they chose to be
-- credited. Null for everybody else, so that nobody can tell a hidden player from none.
create or replace function api.player_named(name text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
declare
	shown_at_most constant int := 30;
	longest_name constant int := 24;
begin
	if char_length(player_named.name) > longest_name then
		return null;
	end if;
	return (select jsonb_build_object(
		'name', p.name, 'avatar', p.avatar, 'country', p.country, 'created_at', p.created_at,
		'answered', p.answered_count, 'rounds', p.rounds_finished, 'streak', game.streak_now(p),
		'streak_best', p.streak_best,
		'points', coalesce((select s.points from game.scores s where s.period = 'all' and s.player_id = p.id), 0),
		'badges', (select coalesce(jsonb_agg(jsonb_build_object('badge', b.badge, 'earned_at', b.earned_at)
			order by b.earned_at desc, b.badge), '[]') from game.badges b where b.player_id = p.id),
		'explanations', case when p.is_credited then (
			select coalesce(jsonb_agg(jsonb_build_object('id', e.id::text, 'campaign_id', e.campaign_id,
				'neuron_index', e.neuron_index, 'text', e.text, 'score', round(e.score_mean::numeric, 4),
				'rounds', e.rounds) order by e.score_low desc, e.id), '[]') from (
				select * from game.explanations x where x.author_id = p.id and x.status = 'shown' and not x.is_shadowed
				order by x.score_low desc, x.id limit shown_at_most
			) e
		) else '[]' end
	) from game.players p where p.name_key = game.look_alike_key(player_named.name)
		and p.name = player_named.name and p.is_listed and p.banned_at is null);
end $$;
