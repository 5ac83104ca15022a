-- Pays many players at once: in one statement, since the vote that solves a neuron waits for it.
create function game.earn_each(players uuid[], amounts int[], reason text, campaign_id text, neuron_index int)
returns void
language plpgsql set search_path = '' as $$
begin
	with entered as (
		insert into game.points (player_id, amount, reason, campaign_id, neuron_index)
			select e.player, e.amount, earn_each.reason, earn_each.campaign_id, earn_each.neuron_index
			from unnest(players, amounts) with ordinality e (player, amount, place)
			where e.player is not null and e.amount > 0 order by e.place
			returning id
	)
	insert into game.points_due (point_id) select id from entered;
end $$;

-- Pays those who voted for the explanation that solved a neuron.
create or replace function game.pay_voters(winner game.explanations) returns void
language plpgsql set search_path = '' as $$
declare
	-- Bounds the transaction; later voters said what was known.
	paid_at_most constant int := 200;
begin
	perform game.earn_each(array_agg(v.player_id), array_agg(game.surprise_points(v.expected)), 'vote',
			winner.campaign_id, winner.neuron_index)
		from (
			select * from game.votes w where w.explanation_id = winner.id and w.value = 1
			order by w.created_at limit paid_at_most
		) v;
end $$;

-- Pays those who said that a neuron has no clear pattern, once that is established.
create or replace function game.pay_doubters(neuron game.neurons) returns void
language plpgsql set search_path = '' as $$
declare
	paid_at_most constant int := 200;
begin
	perform game.earn_each(array_agg(a.player_id), array_agg(game.surprise_points(a.expected)), 'no-pattern',
			neuron.campaign_id, neuron.index)
		from (
			select * from game.answers b where b.campaign_id = neuron.campaign_id and b.neuron_index = neuron.index
				and b.kind = 'no-pattern'
			order by b.answered_at limit paid_at_most
		) a;
end $$;
