-- Every list of neurons or explanations looks up what it shows once for all its rows.

-- These neurons in this order, each with its leading explanation: [{index, answers, solved_at, best}].
create function game.neurons_json(campaign_id text, indices int[]) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
#variable_conflict use_column
declare
	best bigint[] := array(select n.best_id from game.neurons n where n.campaign_id = neurons_json.campaign_id
		and n.index = any (indices) and n.best_id is not null);
begin
	return (
		select coalesce(jsonb_agg(jsonb_build_object('index', n.index, 'answers', n.answer_count,
			'solved_at', n.solved_at, 'best', e.explanation) order by i.place), '[]')
		from unnest(indices) with ordinality i (index, place)
			join game.neurons n on n.campaign_id = neurons_json.campaign_id and n.index = i.index
			left join jsonb_array_elements(game.explanations_json(best)) e (explanation)
				on e.explanation ->> 'id' = n.best_id::text
	);
end $$;
grant execute on function game.neurons_json to anon, authenticated;

-- The neurons of one kind (game.neurons_of_kind), as game.neurons_json gives them.
create or replace function api.neuron_list(campaign_id text, kind text) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
	return game.neurons_json(neuron_list.campaign_id, game.neurons_of_kind(neuron_list.campaign_id, neuron_list.kind));
end $$;

-- The neurons of these indices (at most fifty), in the order in which they are named; unknown ones are left out.
create or replace function api.neurons_at(campaign_id text, indices int[]) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	most constant int := 50;
begin
	if cardinality(neurons_at.indices) > most then
		perform game.refuse(400, 'invalid', 'At most 50 neurons at once.');
	end if;
	return game.neurons_json(neurons_at.campaign_id,
		array(select i from unnest(neurons_at.indices) with ordinality x (i, place) group by i order by min(place)));
end $$;

-- The explanations that most players laughed at (at most fifty): [{index, laughs, explanation}].
create or replace function api.funniest(campaign_id text) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
#variable_conflict use_column
declare
	shown_at_most constant int := 50;
	ids bigint[] := array(select f.id from game.explanations f where f.campaign_id = funniest.campaign_id
		and f.laughs > 0 and f.status = 'shown' and not f.is_shadowed
		order by f.laughs desc, f.id limit shown_at_most);
begin
	return (
		select coalesce(jsonb_agg(jsonb_build_object('index', e.neuron_index, 'laughs', e.laughs,
			'explanation', x.explanation) order by x.place), '[]')
		from jsonb_array_elements(game.explanations_json(ids)) with ordinality x (explanation, place)
			join game.explanations e on e.id = (x.explanation ->> 'id')::bigint
	);
end $$;
