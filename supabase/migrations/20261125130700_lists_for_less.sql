-- Lists of full size for a third and less: who calls is asked once and not for each row, and what is joined to a list is
-- found by its ids.

-- A player's name stands beside what they wrote only if they chose to be credited; to themselves always. (Boards ask
-- for another choice, players.is_listed, and read the name themselves.)
create or replace function game.names_of(players uuid[]) returns table (id uuid, name text)
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
declare
	caller uuid := auth.uid();
begin
	return query select p.id, p.name from game.players p
		where p.id = any (players) and p.name is not null and (p.is_credited or p.id = caller);
end $$;

-- The explanations that most players laughed at (at most fifty): [{index, laughs, explanation}].
create or replace function api.funniest(campaign_id text) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
#variable_conflict use_column
declare
	ids bigint[] := array(select f.id from game.explanations f where f.campaign_id = funniest.campaign_id
		and f.laughs > 0 and f.status = 'shown' and not f.is_shadowed
		order by f.laughs desc, f.id limit 50);
begin
	return (
		select coalesce(jsonb_agg(jsonb_build_object('index', e.neuron_index, 'laughs', e.laughs,
			'explanation', x.explanation) order by x.place), '[]')
		-- Both lists are in one order, and the ids find their rows by index.
		from unnest(ids) with ordinality i (id, place) join game.explanations e on e.id = i.id
			join jsonb_array_elements(game.explanations_json(ids)) with ordinality x (explanation, place)
				on x.place = i.place
	);
end $$;

-- Ids of shown explanations from `from_id` on, below `below_id`, in order (a range of at most 10,000). As json, its
-- thousands of small texts written down right away, in the order in which the index gives them.
drop function api.explanation_ids;
create function api.explanation_ids(from_id bigint, below_id bigint) returns json
language plpgsql stable set search_path = '' as $$
declare
	widest constant bigint := 10000;
	ids bigint[] := array(select e.id from game.explanations e
		where e.id >= from_id and e.id < least(below_id, from_id + widest)
			and e.status = 'shown' and not e.is_shadowed
		order by e.id);
begin
	return case when ids = '{}' then '[]' else '["' || array_to_string(ids, '","') || '"]' end::json;
end $$;
grant execute on function api.explanation_ids to anon, authenticated;
