-- Taking a guest over without looking through all explanations: what both have touched is found by index, and only the
-- explanations and neurons whose counters change are locked, each in the order that all writers keep.

-- Votes that a merge takes away: those between the two, in either direction, and of two on one explanation the younger.
create function game.votes_lost_by_merging(guest uuid, account uuid)
returns table (player_id uuid, explanation_id bigint, value smallint)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	return query
		select v.player_id, v.explanation_id, v.value
		from game.votes v join game.explanations e on e.id = v.explanation_id
		where v.player_id = guest and e.author_id = account
		union
		select v.player_id, v.explanation_id, v.value
		from game.explanations e join game.votes v on v.explanation_id = e.id and v.player_id = account
		where e.author_id = guest
		union
		select younger.player_id, younger.explanation_id, younger.value
		from game.votes g join game.votes a on a.explanation_id = g.explanation_id and a.player_id = account,
			lateral (select v.* from (values (g.player_id, g.explanation_id, g.value), (a.player_id, a.explanation_id, a.value))
				v (player_id, explanation_id, value)
				where v.player_id = case when g.created_at < a.created_at then account else guest end) younger
		where g.player_id = guest;
end $$;

create or replace function game.merge_votes(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
declare
	dropped record;
begin
	perform from game.explanations e where e.id = any (array(
			select l.explanation_id from game.votes_lost_by_merging(guest, account) l
			union select own.id from game.explanations own where own.author_id = guest
		)) order by e.id for no key update;
	for dropped in
		delete from game.votes v using game.votes_lost_by_merging(guest, account) l
			where v.player_id = l.player_id and v.explanation_id = l.explanation_id
			returning v.explanation_id, v.value
	loop
		update game.explanations e set votes_up = e.votes_up - (dropped.value = 1)::int,
			votes_down = e.votes_down - (dropped.value = -1)::int where e.id = dropped.explanation_id;
	end loop;
	update game.votes v set player_id = account where v.player_id = guest;
end $$;

-- Answers: the older of two stands; neurons count each player once.
create or replace function game.merge_answers(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
begin
	perform from game.neurons n where (n.campaign_id, n.index) in (
		select g.campaign_id, g.neuron_index from game.answers g join game.answers a on a.player_id = account
			and a.campaign_id = g.campaign_id and a.neuron_index = g.neuron_index where g.player_id = guest
	) order by n.campaign_id, n.index for no key update;
	update game.neurons n set
		answer_count = n.answer_count - both_.answers,
		no_pattern_count = n.no_pattern_count - both_.doubts
		from (
			select younger.campaign_id, younger.neuron_index,
				(g.kind <> 'skip' and a.kind <> 'skip')::int as answers, (younger.kind = 'no-pattern')::int as doubts
			from game.answers g join game.answers a on a.player_id = account and a.campaign_id = g.campaign_id
				and a.neuron_index = g.neuron_index,
				lateral (select case when game.is_older(a, g) then g.kind else a.kind end as kind, g.campaign_id,
					g.neuron_index) younger
			where g.player_id = guest
		) both_ where n.campaign_id = both_.campaign_id and n.index = both_.neuron_index;
	delete from game.answers x using game.answers y
		where x.player_id in (guest, account) and y.player_id in (guest, account) and x.player_id <> y.player_id
			and x.campaign_id = y.campaign_id and x.neuron_index = y.neuron_index and game.is_older(y, x);
	update game.answers a set player_id = account where a.player_id = guest;
	insert into game.seen as s (player_id, campaign_id, neurons)
		select account, g.campaign_id, g.neurons from game.seen g where g.player_id = guest
		on conflict (player_id, campaign_id) do update set neurons = game.either_bits(s.neurons, excluded.neurons);
end $$;
