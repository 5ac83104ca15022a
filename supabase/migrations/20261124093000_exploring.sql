-- A campaign at a glance: where each neuron stands, and lists of those worth a look.

-- What players have made of a campaign's neurons: [[index, answers, best lower bound in per cent, state]], only those
-- that somebody has answered; state is 'solved', 'unclear' or 'open'. For a map, so as short as it can be.
create function api.campaign_map(campaign_id text) returns jsonb
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	return (select coalesce(jsonb_agg(jsonb_build_array(n.index, n.answer_count, round(100 * n.best_low),
		case when n.solved_at is not null then 'solved' when n.unclear_at is not null then 'unclear' else 'open' end
	) order by n.index), '[]')
	from game.neurons n where n.campaign_id = campaign_map.campaign_id and n.answer_count > 0);
end $$;
grant execute on function api.campaign_map to anon, authenticated;

-- A neuron as lists show it: with its leading explanation, if it has one.
create function game.listed_neuron(neuron game.neurons) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
	return jsonb_build_object('index', neuron.index, 'answers', neuron.answer_count, 'solved_at', neuron.solved_at,
		'best', game.explanations_json(array[neuron.best_id]) -> 0);
end $$;
grant execute on function game.listed_neuron to anon, authenticated;

-- At most fifty neurons of one kind: 'unsolved' (clearest first), 'contested' (two explanations have votes and the
-- second at least half as many as the first; most answered first) or 'solved' (latest first).
create function api.neuron_list(campaign_id text, kind text) returns jsonb
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
declare
	shown_at_most constant int := 50;
	-- Bounds the search for contested ones: the most answered neurons are where players can disagree.
	looked_at constant int := 300;
begin
	if neuron_list.kind = 'unsolved' then
		return (select coalesce(jsonb_agg(game.listed_neuron(n) order by n.difficulty, n.index), '[]') from (
			select * from game.neurons u where u.campaign_id = neuron_list.campaign_id and u.is_dealt
				and u.solved_at is null and u.unclear_at is null
			order by u.difficulty, u.index limit shown_at_most
		) n);
	elsif neuron_list.kind = 'solved' then
		return (select coalesce(jsonb_agg(game.listed_neuron(n) order by n.solved_at desc, n.index), '[]') from (
			select * from game.neurons s where s.campaign_id = neuron_list.campaign_id and s.solved_at is not null
			order by s.solved_at desc, s.index limit shown_at_most
		) n);
	elsif neuron_list.kind = 'contested' then
		return (select coalesce(jsonb_agg(game.listed_neuron(n) order by n.answer_count desc, n.index), '[]') from (
			select c.* from (
				select * from game.neurons a where a.campaign_id = neuron_list.campaign_id and a.answer_count > 1
				order by a.answer_count desc, a.index limit looked_at
			) c, lateral (
				select array_agg(v.votes_up order by v.votes_up desc) as votes from (
					select e.votes_up from game.explanations e where e.campaign_id = c.campaign_id
						and e.neuron_index = c.index and e.status = 'shown' and not e.is_shadowed
					order by e.score_low desc, e.id limit 10
				) v
			) top
			where top.votes[2] > 0 and 2 * top.votes[2] >= top.votes[1]
			order by c.answer_count desc, c.index limit shown_at_most
		) n);
	end if;
	perform game.refuse(400, 'invalid', 'A list is unsolved, contested or solved.');
end $$;
grant execute on function api.neuron_list to anon, authenticated;
