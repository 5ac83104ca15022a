-- What everyone may read. These functions run with their caller's rights; row-level security limits what they see.

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

-- The explanations of one neuron, best first, as the calling player sees them. Empty for an unknown neuron.
create function api.explanations_of(campaign_id text, neuron_index int)
returns table (
	id text, text text, votes_up int, votes_down int, mine boolean, my_vote int, created_at timestamptz
)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	return query
		select e.id::text, e.text, e.votes_up, e.votes_down,
			coalesce(e.author_id = auth.uid(), false), game.my_vote(e.id), e.created_at
		from game.explanations e
		where e.campaign_id = explanations_of.campaign_id and e.neuron_index = explanations_of.neuron_index
		order by e.vote_share desc, e.id
		limit 100;
end $$;
grant execute on function api.explanations_of to anon, authenticated;

-- One of the neediest neurons that the calling player has not answered and that is not in `exclude` (indices that
-- the caller has just seen): at random among the first few, so that players spread. Null when all are answered.
create function game.deal(campaign_id text, exclude int[]) returns int
language plpgsql volatile set search_path = '' as $$
#variable_conflict use_column
declare
	choices constant int := 24;
	dealt int;
begin
	if auth.uid() is null then
		select c.index into dealt from (
			select n.index from game.neurons n
			where n.campaign_id = deal.campaign_id and n.is_dealt and n.index <> all (deal.exclude)
			order by n.need desc, n.index limit choices
		) c order by random() limit 1;
	else
		select c.index into dealt from (
			select n.index from game.neurons n
			where n.campaign_id = deal.campaign_id and n.is_dealt and n.index <> all (deal.exclude)
				and not exists (
					select from game.answers a where a.player_id = auth.uid()
						and a.campaign_id = n.campaign_id and a.neuron_index = n.index
				)
			order by n.need desc, n.index limit choices
		) c order by random() limit 1;
	end if;
	return dealt;
end $$;
grant execute on function game.deal to anon, authenticated;

-- Deals a puzzle: {index, explanations}, or null when the player has answered every neuron.
create function api.next_puzzle(campaign_id text, exclude int[] default '{}') returns jsonb
language plpgsql volatile set search_path = '' as $$
#variable_conflict use_column
declare
	dealt int;
begin
	if cardinality(next_puzzle.exclude) > 5000 then
		perform game.refuse(400, 'server', 'Too many neurons are excluded.');
	end if;
	if not exists (select from game.campaigns c where c.id = next_puzzle.campaign_id) then
		perform game.refuse(404, 'not_found', 'There is no such campaign.');
	end if;
	dealt := game.deal(next_puzzle.campaign_id, coalesce(array_remove(next_puzzle.exclude, null), '{}'));
	if dealt is null then
		return null;
	end if;
	return jsonb_build_object('index', dealt, 'explanations', (
		select coalesce(jsonb_agg(to_jsonb(e)), '[]') from api.explanations_of(next_puzzle.campaign_id, dealt) e
	));
end $$;
grant execute on function api.next_puzzle to anon, authenticated;

-- The neurons that the calling player has answered, latest first.
create function api.answered_puzzles(campaign_id text) returns table (neuron_index int, answered_at timestamptz)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	return query
		select a.neuron_index, a.answered_at from game.answers a
		where a.player_id = auth.uid() and a.campaign_id = answered_puzzles.campaign_id
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
