-- How well an explanation predicts its neuron: the posterior of balanced accuracy (TPR + TNR) / 2, as in detection
-- scoring (https://github.com/EleutherAI/delphi). The two rates are Beta distributed; the items of blind rounds count
-- with the player's reliability as weight, votes are the prior with the weight of two items for each rate.
-- src/lib/game/score.ts says the same; both are held to one table.

create function game.vote_prior(votes_up int, votes_down int) returns double precision
language sql immutable parallel safe set search_path = '' as $$
	select (votes_up + 2)::double precision / (votes_up + votes_down + 4)
$$;

-- Mean of the posterior, 0 to 1.
create function game.score_mean(
	votes_up int, votes_down int, tp double precision, fn double precision, tn double precision, fp double precision
) returns double precision
language plpgsql immutable parallel safe set search_path = '' as $$
declare
	weight constant double precision := 2;
	prior double precision := weight * game.vote_prior(votes_up, votes_down);
begin
	return ((prior + tp) / (weight + tp + fn) + (prior + tn) / (weight + tn + fp)) / 2;
end $$;

-- Standard deviation of the posterior.
create function game.score_sd(
	votes_up int, votes_down int, tp double precision, fn double precision, tn double precision, fp double precision
) returns double precision
language plpgsql immutable parallel safe set search_path = '' as $$
declare
	weight constant double precision := 2;
	prior double precision := weight * game.vote_prior(votes_up, votes_down);
	n1 double precision := weight + tp + fn;
	n0 double precision := weight + tn + fp;
	p1 double precision := (prior + tp) / n1;
	p0 double precision := (prior + tn) / n0;
begin
	return sqrt(p1 * (1 - p1) / (n1 + 1) + p0 * (1 - p0) / (n0 + 1)) / 2;
end $$;

-- The bounds of the 90 % interval (normal approximation) are mean ± 1.645 standard deviations, cut to 0..1.
create function game.score_bound(mean double precision, sd double precision, side int) returns double precision
language sql immutable parallel safe set search_path = '' as $$
	select greatest(0, least(1, mean + side * 1.645 * sd))
$$;

-- How far a player's check items are believed, 0.1 to 1: twice the distance of gold accuracy from chance (12 items
-- of 3/4 as prior), less when the player's rounds disagree with what others found (5 rounds of 3/4 as prior).
create function game.reliability(gold_items int, gold_right int, agreement_rounds int, agreement_sum real)
returns double precision
language sql immutable parallel safe set search_path = '' as $$
	select greatest(0.1, least(1,
		2 * ((gold_right + 9.0) / (gold_items + 12) - 0.5)
		* least(1, (agreement_sum::double precision + 3.75) / (agreement_rounds + 5) / 0.75)
	))
$$;

-- What each item of a round counts: the player's reliability, less when the round is far from what six others or more
-- found of the explanation, so that a few who agree among themselves move little.
create function game.round_weight(
	reliability double precision, accuracy double precision, rounds int, others_mean double precision
) returns double precision
language sql immutable parallel safe set search_path = '' as $$
	select reliability * case when rounds >= 6 then 1 - abs(accuracy - others_mean) else 1 end
$$;

-- Points for what a round told: ten for each bit by which it narrowed the posterior.
create function game.information_points(sd_before double precision, sd_after double precision) returns int
language sql immutable parallel safe set search_path = '' as $$
	select greatest(0, round(10 * log(2, (sd_before / sd_after)::numeric)))::int
$$;
