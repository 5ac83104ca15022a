-- Chosen neurons with what is said of them: for a list that a player's own machine has made.

-- The neurons of these indices (at most fifty), in the order in which they are named; unknown ones are left out.
create function api.neurons_at(campaign_id text, indices int[]) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
#variable_conflict use_column
declare
	best bigint[];
begin
	if cardinality(neurons_at.indices) > 50 then
		perform game.refuse(400, 'invalid', 'At most 50 neurons at once.');
	end if;
	best := array(select n.best_id from game.neurons n where n.campaign_id = neurons_at.campaign_id
		and n.index = any (neurons_at.indices) and n.best_id is not null);
	return (
		select coalesce(jsonb_agg(jsonb_build_object('index', n.index, 'answers', n.answer_count,
			'solved_at', n.solved_at, 'best', e.explanation) order by i.place), '[]')
		from unnest(neurons_at.indices) with ordinality i (index, place)
			join game.neurons n on n.campaign_id = neurons_at.campaign_id and n.index = i.index
			left join jsonb_array_elements(game.explanations_json(best)) e (explanation)
				on e.explanation ->> 'id' = n.best_id::text
	);
end $$;
grant execute on function api.neurons_at to anon, authenticated;
