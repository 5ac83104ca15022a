-- What everyone may read of explanations and answers. These functions run with their caller's rights; row-level
-- security limits what they see.

-- A new caller without a session has no votes; the table itself stays closed to anon.
create function game.my_vote(explanation_id bigint) returns int
language plpgsql stable set search_path = '' as $$
begin
	if auth.uid() is null then
		return 0;
	end if;
	return coalesce((
		select v.value from game.votes v where v.player_id = auth.uid() and v.explanation_id = my_vote.explanation_id
	), 0);
end $$;
grant execute on function game.my_vote to anon, authenticated;

-- The name that a player shows; null for one without a name. Players are closed to others, hence the owner's rights.
create function game.name_of(player uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select p.name from game.players p where p.id = name_of.player);
end $$;
grant execute on function game.name_of to anon, authenticated;

-- One explanation as the calling player sees it.
create function game.explanation_json(explanation game.explanations) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
	return jsonb_build_object(
		'id', explanation.id::text, 'text', explanation.text, 'covers', explanation.covers,
		'revises_id', explanation.revises_id::text, 'author', game.name_of(explanation.author_id),
		'votes_up', explanation.votes_up, 'votes_down', explanation.votes_down,
		'score', round(explanation.score_mean::numeric, 4),
		'score_low', round(explanation.score_low::numeric, 4),
		'score_high', round(game.score_bound(explanation.score_mean, explanation.score_sd, 1)::numeric, 4),
		'rounds', explanation.rounds, 'status', explanation.status,
		'mine', coalesce(explanation.author_id = auth.uid(), false),
		'my_vote', game.my_vote(explanation.id), 'created_at', explanation.created_at
	);
end $$;
grant execute on function game.explanation_json to anon, authenticated;
grant execute on function game.score_bound to anon, authenticated;

-- The explanations of one neuron, best lower bound first, as the calling player sees them (at most 100). Empty for an
-- unknown neuron.
create function api.explanations_of(campaign_id text, neuron_index int) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
	return (select coalesce(jsonb_agg(game.explanation_json(best) order by best.score_low desc, best.id), '[]') from (
		select e.* from game.explanations e
		where e.campaign_id = explanations_of.campaign_id and e.neuron_index = explanations_of.neuron_index
			and e.status = 'shown' and not e.is_shadowed
		order by e.score_low desc, e.id limit 100
	) best) || (select coalesce(jsonb_agg(game.explanation_json(own)), '[]') from game.explanations own
		where own.campaign_id = explanations_of.campaign_id and own.neuron_index = explanations_of.neuron_index
			and (own.status <> 'shown' or own.is_shadowed) and own.author_id = auth.uid());
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
	return (select coalesce(jsonb_agg(
		jsonb_build_object('neuron_index', hit.neuron_index) || game.explanation_json(hit) order by hit.score_low desc, hit.id
	), '[]') from (
		select e.* from game.explanations e where e.id in (
			select found.id from game.explanations found
			where found.words @@ wanted and found.campaign_id = search_explanations.campaign_id
				and found.status = 'shown' and not found.is_shadowed limit 500
		) order by e.score_low desc, e.id limit 50
	) hit);
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
