-- What everyone may read of explanations and answers. These functions run with their caller's rights; row-level
-- security limits what they see.

-- The calling player's votes on these explanations. A new caller without a session has none; the table itself stays
-- closed to anon.
create function game.my_votes_on(explanation_ids bigint[]) returns table (explanation_id bigint, value int)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	if auth.uid() is not null then
		return query select v.explanation_id, v.value::int from game.votes v
			where v.player_id = auth.uid() and v.explanation_id = any (explanation_ids);
	end if;
end $$;
grant execute on function game.my_votes_on to anon, authenticated;

-- The names that players show; none for those without. Players are closed to others, hence the owner's rights.
create function game.names_of(players uuid[]) returns table (id uuid, name text)
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
begin
	return query select p.id, p.name from game.players p where p.id = any (players) and p.name is not null;
end $$;
grant execute on function game.names_of to anon, authenticated;

-- One explanation as a player with this vote on it sees it.
create function game.explanation_json(explanation game.explanations, author text, my_vote int) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
	return jsonb_build_object(
		'id', explanation.id::text, 'text', explanation.text, 'covers', explanation.covers,
		'neuron_index', explanation.neuron_index, 'revises_id', explanation.revises_id::text, 'author', author,
		'votes_up', explanation.votes_up, 'votes_down', explanation.votes_down,
		'score', round(explanation.score_mean::numeric, 4),
		'score_low', round(explanation.score_low::numeric, 4),
		'score_high', round(game.score_bound(explanation.score_mean, explanation.score_sd, 1)::numeric, 4),
		'rounds', explanation.rounds, 'status', explanation.status,
		'mine', coalesce(explanation.author_id = auth.uid(), false),
		'my_vote', coalesce(my_vote, 0), 'created_at', explanation.created_at
	);
end $$;
grant execute on function game.explanation_json to anon, authenticated;
grant execute on function game.score_bound to anon, authenticated;

-- These explanations in this order, as the calling player sees them: names and votes are looked up once for all.
create function game.explanations_json(ids bigint[]) returns jsonb
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	return (
		with listed as (
			select e as explanation, e.author_id, e.id, i.place
			from unnest(ids) with ordinality i (id, place) join game.explanations e on e.id = i.id
		)
		select coalesce(jsonb_agg(game.explanation_json(l.explanation, n.name, v.value) order by l.place), '[]')
		from listed l
			left join game.names_of(array(select author_id from listed)) n on n.id = l.author_id
			left join game.my_votes_on(ids) v on v.explanation_id = l.id
	);
end $$;
grant execute on function game.explanations_json to anon, authenticated;

-- The explanations of one neuron, best lower bound first, as the calling player sees them (at most 100), then those of
-- the caller that others do not see. Empty for an unknown neuron.
create function api.explanations_of(campaign_id text, neuron_index int) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
	return game.explanations_json(array(
		select e.id from game.explanations e
		where e.campaign_id = explanations_of.campaign_id and e.neuron_index = explanations_of.neuron_index
			and e.status = 'shown' and not e.is_shadowed
		order by e.score_low desc, e.id limit 100
	) || case when auth.uid() is null then '{}' else array(
		select own.id from game.explanations own
		where own.campaign_id = explanations_of.campaign_id and own.neuron_index = explanations_of.neuron_index
			and (own.status <> 'shown' or own.is_shadowed) and own.author_id = auth.uid()
		order by own.id limit 100
	) end);
end $$;
grant execute on function api.explanations_of to anon, authenticated;

-- How an explanation came to be: the wordings it had, oldest first, then the explanations it betters. Null when there
-- is no such explanation (to be seen by the caller).
create function api.history_of(explanation_id bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	return (select jsonb_build_object(
		'id', e.id::text, 'text', e.text, 'created_at', e.created_at,
		'wordings', (
			select coalesce(jsonb_agg(jsonb_build_object('text', w.text, 'replaced_at', w.replaced_at) order by w.id), '[]')
			from game.wordings w where w.explanation_id = e.id
		),
		'earlier', (
			with recursive earlier as (
				select p.id, p.text, p.revises_id, p.created_at, 1 as step from game.explanations p where p.id = e.revises_id
				union all
				select p.id, p.text, p.revises_id, p.created_at, step + 1
				from game.explanations p join earlier on p.id = earlier.revises_id where step < 50
			)
			select coalesce(jsonb_agg(
				jsonb_build_object('id', earlier.id::text, 'text', earlier.text, 'created_at', earlier.created_at)
				order by earlier.step
			), '[]') from earlier
		)
	) from game.explanations e where e.id = history_of.explanation_id);
end $$;
grant execute on function api.history_of to anon, authenticated;

-- What the crowd knows of one neuron; null for an unknown one.
create function api.neuron(campaign_id text, neuron_index int) returns jsonb
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	return (select jsonb_build_object(
		'index', n.index, 'answers', n.answer_count, 'no_pattern', n.no_pattern_count,
		'rating', round(n.rating), 'rating_deviation', round(n.rating_deviation),
		'difficulty', n.difficulty, 'best_id', n.best_id::text, 'best_low', round(n.best_low::numeric, 4),
		'solved_at', n.solved_at, 'is_unclear', n.unclear_at is not null, 'is_retired', n.retired_for is not null,
		'is_checkable', n.is_checkable
	) from game.neurons n where n.campaign_id = neuron.campaign_id and n.index = neuron.neuron_index);
end $$;
grant execute on function api.neuron to anon, authenticated;

-- Explanations with all these words, best first (at most 50). Caps: no more than 500 hits are ranked, so that a very
-- common word costs as much as a rare one.
create function api.search_explanations(campaign_id text, words text) returns jsonb
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
declare
	wanted tsquery := websearch_to_tsquery('pg_catalog.simple', left(search_explanations.words, 200));
begin
	return game.explanations_json(array(
		select e.id from game.explanations e where e.id in (
			select found.id from game.explanations found
			where found.words @@ wanted and found.campaign_id = search_explanations.campaign_id
				and found.status = 'shown' and not found.is_shadowed limit 500
		) order by e.score_low desc, e.id limit 50
	));
end $$;
grant execute on function api.search_explanations to anon, authenticated;

-- The neurons that the calling player has answered, latest first.
create function api.answered_puzzles(campaign_id text)
returns table (neuron_index int, kind text, answered_at timestamptz)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	return query
		select a.neuron_index, a.kind, a.answered_at from game.answers a
		where a.player_id = auth.uid() and a.campaign_id = answered_puzzles.campaign_id and a.kind <> 'skip'
		order by a.answered_at desc, a.neuron_index;
end $$;
grant execute on function api.answered_puzzles to authenticated;

-- The calling player's votes of one campaign, latest first.
create function api.my_votes(campaign_id text)
returns table (explanation_id text, neuron_index int, value int, updated_at timestamptz)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	return query
		select v.explanation_id::text, e.neuron_index, v.value::int, v.updated_at
		from game.votes v join game.explanations e on e.id = v.explanation_id
		where v.player_id = auth.uid() and e.campaign_id = my_votes.campaign_id
		order by v.updated_at desc, v.explanation_id desc;
end $$;
grant execute on function api.my_votes to authenticated;
