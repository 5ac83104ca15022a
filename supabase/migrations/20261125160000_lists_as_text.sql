-- Lists of explanations for half: a list is read once and written down as text right away (json; jsonb would first be
-- built, then written down), and names come from an index that holds nothing but what may be shown.

create index players_credited on game.players (id) include (name) where is_credited and name is not null;

-- A player's name stands beside what they wrote only if they chose to be credited; to themselves always. (Boards ask
-- for another choice, players.is_listed, and read the name themselves.)
create or replace function game.names_of(players uuid[]) returns table (id uuid, name text)
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
declare
	caller uuid := auth.uid();
begin
	return query
		select p.id, p.name from game.players p where p.id = any (players) and p.is_credited and p.name is not null
		union all
		select p.id, p.name from game.players p
			where p.id = caller and p.id = any (players) and not p.is_credited and p.name is not null;
end $$;

-- Explanations as the calling player sees them, in this order: names and votes are looked up once for all.
create function game.list_of(explanations game.explanations[]) returns json
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
#variable_conflict use_column
declare
	caller uuid := auth.uid();
	ids bigint[] := array(select e.id from unnest(explanations) e);
	authors uuid[] := array(select e.author_id from unnest(explanations) e);
begin
	-- Rows are written down faster than what is put together key by key.
	return (
		select coalesce(json_agg(l), '[]') from (
			select e.id::text, e.text, e.covers, e.neuron_index, e.revises_id::text, n.name as author,
				e.votes_up, e.votes_down,
				round(e.score_mean::numeric, 4) as score,
				round(e.score_low::numeric, 4) as score_low,
				round(game.score_bound(e.score_mean, e.score_sd, 1)::numeric, 4) as score_high,
				e.rounds, e.status, coalesce(e.author_id = caller, false) as mine,
				coalesce(v.value, 0) as my_vote, e.created_at
			from unnest(explanations) with ordinality e
				left join game.names_of(authors) n on n.id = e.author_id
				left join game.my_votes_on(ids) v on v.explanation_id = e.id
			order by e.ordinality
		) l
	);
end $$;
grant execute on function game.list_of to anon, authenticated;

-- These explanations in this order, as the calling player sees them.
create or replace function game.explanations_json(ids bigint[]) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
#variable_conflict use_column
begin
	return game.list_of(array(
		select e from unnest(ids) with ordinality i (id, place) join game.explanations e on e.id = i.id order by i.place
	))::jsonb;
end $$;

-- The explanations of one neuron, best lower bound first, as the calling player sees them (at most 100), then those of
-- the caller that others do not see. Empty for an unknown neuron.
drop function api.explanations_of;
create function api.explanations_of(campaign_id text, neuron_index int) returns json
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
	most constant int := 100;
	caller uuid := auth.uid();
	listed game.explanations[] := array(
		select e from game.explanations e
		where e.campaign_id = explanations_of.campaign_id and e.neuron_index = explanations_of.neuron_index
			and e.status = 'shown' and not e.is_shadowed
		order by e.score_low desc, e.id limit most
	);
begin
	if caller is not null then
		listed := listed || array(
			select own from game.explanations own
			where own.campaign_id = explanations_of.campaign_id and own.neuron_index = explanations_of.neuron_index
				and (own.status <> 'shown' or own.is_shadowed) and own.author_id = caller
			order by own.id limit most
		);
	end if;
	return game.list_of(listed);
end $$;
grant execute on function api.explanations_of to anon, authenticated;

-- Ids of shown explanations from `from_id` on, below `below_id`, in order (a range of at most 2,500: a longer answer
-- keeps its reader busy).
create or replace function api.explanation_ids(from_id bigint, below_id bigint) returns json
language plpgsql stable set search_path = '' as $$
declare
	widest constant bigint := 2500;
	ids bigint[] := array(select e.id from game.explanations e
		where e.id >= from_id and e.id < least(below_id, from_id + widest)
			and e.status = 'shown' and not e.is_shadowed
		order by e.id);
begin
	return case when ids = '{}' then '[]' else '["' || array_to_string(ids, '","') || '"]' end::json;
end $$;

-- Neurons in this order, each with its best explanation: [{index, answers, solved_at, best}]. Unknown ones are left out.
drop function api.neuron_list, api.neurons_at, game.neurons_json;
create function game.neurons_json(campaign_id text, indices int[]) returns json
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
#variable_conflict use_column
declare
	listed game.neurons[] := array(
		select n from unnest(indices) with ordinality i (index, place)
			join game.neurons n on n.campaign_id = neurons_json.campaign_id and n.index = i.index
		order by i.place
	);
	best game.explanations[] := array(
		select e from unnest(listed) n join game.explanations e on e.id = n.best_id
	);
begin
	return (
		select coalesce(json_agg(json_build_object('index', n.index, 'answers', n.answer_count,
			'solved_at', n.solved_at, 'best', b.explanation) order by n.ordinality), '[]')
		from unnest(listed) with ordinality n left join (
			select e.id, x.explanation from unnest(best) with ordinality e
				join json_array_elements(game.list_of(best)) with ordinality x (explanation, place) on x.place = e.ordinality
		) b on b.id = n.best_id
	);
end $$;
grant execute on function game.neurons_json to anon, authenticated;

-- The first fifty neurons of a list.
create function api.neuron_list(campaign_id text, kind text) returns json
language plpgsql stable set search_path = '' as $$
begin
	return game.neurons_json(neuron_list.campaign_id, game.neurons_of_kind(neuron_list.campaign_id, neuron_list.kind));
end $$;
grant execute on function api.neuron_list to anon, authenticated;

-- These neurons, each once, in the order given.
create function api.neurons_at(campaign_id text, indices int[]) returns json
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
grant execute on function api.neurons_at to anon, authenticated;
