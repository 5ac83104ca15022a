-- Chosen neurons with what is said of them: for a list that a player's own machine has made.

-- The neurons of these indices (at most fifty), in the order in which they are named; unknown ones are left out.
create function api.neurons_at(campaign_id text, indices int[]) returns jsonb
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	if cardinality(neurons_at.indices) > 50 then
		perform game.refuse(400, 'invalid', 'At most 50 neurons at once.');
	end if;
	return (select coalesce(jsonb_agg(game.listed_neuron(n) order by array_position(neurons_at.indices, n.index)), '[]')
		from game.neurons n where n.campaign_id = neurons_at.campaign_id and n.index = any (neurons_at.indices));
end $$;
grant execute on function api.neurons_at to anon, authenticated;
