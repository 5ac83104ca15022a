-- How a blind round is judged, and what follows from it for the explanation, the player and the neuron.

-- The calling player's round, locked, if it may still be answered; refuses otherwise.
create function game.require_round(player uuid, round_id uuid, kind text) returns game.rounds
language plpgsql set search_path = '' as $$
#variable_conflict use_column
declare
	round game.rounds;
begin
	select * into round from game.rounds r
		where r.id = require_round.round_id and r.player_id = player and r.kind = require_round.kind for update;
	if not found then
		perform game.refuse(404, 'not_found', 'There is no such round.');
	elsif round.finished_at is not null then
		perform game.refuse(409, 'already_done', 'This round is judged already.');
	elsif round.expires_at <= now() then
		perform game.refuse(410, 'expired', 'The time for this round is over. Take a new one.');
	end if;
	return round;
end $$;

-- Mean of the share of firing passages and the share of quiet passages that were told right.
create function game.balanced_accuracy(truth boolean[], answer boolean[]) returns double precision
language sql immutable parallel safe set search_path = '' as $$
	select (
		avg(case when t.fires then (t.said)::int end) + avg(case when not t.fires then (not t.said)::int end)
	)::double precision / 2 from unnest(truth, answer) t (fires, said)
$$;

-- A first round on a neuron is a game between player and neuron; `score` is the player's, 0 to 1.
create function game.rate(player uuid, campaign_id text, neuron_index int, score double precision) returns void
language plpgsql set search_path = '' as $$
#variable_conflict use_column
declare
	mine game.rating;
	theirs game.rating;
	new_mine game.rating;
	new_theirs game.rating;
begin
	select p.rating, p.rating_deviation, p.volatility into mine from game.players p where p.id = player;
	select n.rating, n.rating_deviation, n.volatility into theirs from game.neurons n
		where n.campaign_id = rate.campaign_id and n.index = rate.neuron_index for no key update;
	new_mine := game.glicko2(mine, array[theirs.rating], array[theirs.deviation], array[rate.score]);
	new_theirs := game.glicko2(theirs, array[mine.rating], array[mine.deviation], array[1 - rate.score]);
	update game.players p set rating = new_mine.rating, rating_deviation = new_mine.deviation,
		volatility = new_mine.volatility where p.id = player;
	update game.neurons n set rating = new_theirs.rating, rating_deviation = new_theirs.deviation,
		volatility = new_theirs.volatility where n.campaign_id = rate.campaign_id and n.index = rate.neuron_index;
end $$;

-- Adds a counted check to its explanation, each item with the round's weight. Returns the points.
create function game.count_check(
	round game.rounds, answer boolean[], accuracy double precision, reliability double precision
) returns int
language plpgsql set search_path = '' as $$
declare
	before game.explanations;
	after double precision;
	weight double precision;
begin
	select * into before from game.explanations e where e.id = round.explanation_id and e.status = 'shown'
		for no key update;
	if not found then
		return 0;
	end if;
	weight := game.round_weight(reliability, accuracy, before.rounds, before.score_mean);
	update game.explanations e set
		rounds = e.rounds + 1,
		tp = e.tp + weight * c.tp, fn = e.fn + weight * c.fn, tn = e.tn + weight * c.tn, fp = e.fp + weight * c.fp
		from (
			select count(*) filter (where t.fires and t.said) as tp, count(*) filter (where t.fires and not t.said) as fn,
				count(*) filter (where not t.fires and not t.said) as tn,
				count(*) filter (where not t.fires and t.said) as fp
			from unnest(round.truth, answer) t (fires, said)
		) c where e.id = round.explanation_id returning e.score_sd into after;
	return game.information_points(before.score_sd, after);
end $$;

-- What a check says of its player: gold items and agreement with what others found, which reliability comes from.
create function game.learn_of_player(round game.rounds, answer boolean[], accuracy double precision) returns void
language plpgsql set search_path = '' as $$
declare
	others_rounds constant int := 6;
	explanation game.explanations;
	agreed boolean;
begin
	select * into explanation from game.explanations e where e.id = round.explanation_id;
	agreed := not round.is_gold and not round.is_calibration and coalesce(explanation.rounds >= others_rounds, false);
	update game.players p set
		rounds_finished = p.rounds_finished + 1,
		gold_items = p.gold_items + case when round.is_gold then cardinality(round.truth) else 0 end,
		gold_right = p.gold_right + case when round.is_gold then (
			select count(*) filter (where t.fires = t.said) from unnest(round.truth, answer) t (fires, said)
		) else 0 end,
		agreement_rounds = p.agreement_rounds + agreed::int,
		agreement_sum = p.agreement_sum + case when agreed then 1 - abs(accuracy - explanation.score_mean) else 0 end
		where p.id = round.player_id;
end $$;

create function game.player_reliability(player uuid) returns double precision
language sql stable set search_path = '' as $$
	select game.reliability(p.gold_items, p.gold_right, p.agreement_rounds, p.agreement_sum)
	from game.players p where p.id = player
$$;

-- Closes a round and gives the truth.
create function game.close_round(round game.rounds, answer boolean[], accuracy double precision, points int)
returns jsonb
language plpgsql set search_path = '' as $$
begin
	update game.rounds r set finished_at = now(), answer = close_round.answer, accuracy = close_round.accuracy,
		points = close_round.points where r.id = round.id;
	perform game.earn(round.player_id, close_round.points, 'round', round.campaign_id, round.neuron_index);
	return jsonb_build_object(
		'truth', round.truth, 'shares', round.shares, 'accuracy', close_round.accuracy, 'points', close_round.points,
		'is_calibration', round.is_calibration, 'is_gold', round.is_gold,
		'rating', (select round(p.rating) from game.players p where p.id = round.player_id)
	);
end $$;

-- Judges a check: `fires` says of each passage, in the round's order, whether the neuron fires there. Returns
-- {truth, shares, accuracy, points, is_calibration, is_gold, rating}.
create function api.finish_check(round_id uuid, fires boolean[]) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	player uuid := game.begin_write();
	round game.rounds := game.require_round(player, finish_check.round_id, 'check');
	reliability double precision := game.player_reliability(player);
	accuracy double precision;
	points int := 0;
begin
	if fires is null or cardinality(fires) <> cardinality(round.truth) or array_ndims(fires) <> 1
		or array_position(fires, null) is not null then
		perform game.refuse(400, 'invalid', 'Say of each passage whether the neuron fires.');
	end if;
	accuracy := game.balanced_accuracy(round.truth, fires);
	perform game.note_play(player);
	perform game.learn_of_player(round, fires, accuracy);
	if round.is_gold then
		points := round(10 * greatest(0, 2 * accuracy - 1));
	elsif not round.is_calibration then
		points := game.count_check(round, fires, accuracy, reliability);
	end if;
	if round.is_first and not round.is_calibration then
		perform game.rate(player, round.campaign_id, round.neuron_index, greatest(0, 2 * accuracy - 1));
	end if;
	perform game.review_neuron(round.campaign_id, round.neuron_index);
	return game.close_round(round, fires, accuracy, points);
end $$;
grant execute on function api.finish_check to authenticated;

-- Judges an intruder round: `odd` is the position (from 0) of the passage that does not fire. A find pays by the
-- surprise of it: more against a neuron rated above the player.
create function api.finish_intruder(round_id uuid, odd int) returns jsonb
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
	player uuid := game.begin_write();
	round game.rounds := game.require_round(player, finish_intruder.round_id, 'intruder');
	answer boolean[];
	is_right boolean;
	expected double precision;
begin
	if odd is null or odd < 0 or odd >= cardinality(round.truth) then
		perform game.refuse(400, 'invalid', 'Name one of the passages.');
	end if;
	answer := (select array_agg(i <> odd order by i) from generate_series(0, cardinality(round.truth) - 1) i);
	is_right := answer = round.truth;
	select 1 / (1 + exp(-(p.rating - n.rating) / 173.7178)) into expected from game.players p, game.neurons n
		where p.id = player and n.campaign_id = round.campaign_id and n.index = round.neuron_index;
	perform game.note_play(player);
	if round.is_first then
		perform game.rate(player, round.campaign_id, round.neuron_index, is_right::int);
	end if;
	return game.close_round(round, answer, is_right::int,
		case when is_right and round.is_first then least(30, game.surprise_points(expected)) else 0 end);
end $$;
grant execute on function api.finish_intruder to authenticated;
