-- Where a neuron stands: which explanation leads, whether it is solved or unclear, whether players still need to see
-- it. Looked at again whenever a vote, an answer or a round may have changed that.

-- Share of a neuron's answers that say there is no pattern, as a prior of one in two pulls it.
create function game.no_pattern_share(no_pattern int, answers int) returns double precision
language sql immutable parallel safe set search_path = '' as $$
	select (no_pattern + 1)::double precision / (answers + 2)
$$;

-- Points for having said early what later proved right: ten for each bit of surprise at the time.
create function game.surprise_points(expected double precision) returns int
language sql immutable parallel safe set search_path = '' as $$
	select greatest(1, round(-10 * log(2, greatest(0.05, least(1, expected))::numeric)))::int
$$;

-- Pays those who voted for the explanation that solved a neuron.
create function game.pay_voters(winner game.explanations) returns void
language plpgsql set search_path = '' as $$
declare
	-- Bounds the transaction; later voters said what was known.
	paid_at_most constant int := 200;
begin
	perform game.earn(v.player_id, game.surprise_points(v.expected), 'vote', winner.campaign_id, winner.neuron_index)
		from (
			select * from game.votes w where w.explanation_id = winner.id and w.value = 1
			order by w.created_at limit paid_at_most
		) v;
end $$;

-- Pays those who said that a neuron has no clear pattern, once that is established.
create function game.pay_doubters(neuron game.neurons) returns void
language plpgsql set search_path = '' as $$
declare
	paid_at_most constant int := 200;
begin
	perform game.earn(a.player_id, game.surprise_points(a.expected), 'no-pattern', neuron.campaign_id, neuron.index)
		from (
			select * from game.answers b where b.campaign_id = neuron.campaign_id and b.neuron_index = neuron.index
				and b.kind = 'no-pattern'
			order by b.answered_at limit paid_at_most
		) a;
end $$;

-- Brings a neuron's standing up to date. Locks the neuron's row: call it after everything else that locks.
create function game.review_neuron(campaign_id text, neuron_index int) returns void
language plpgsql set search_path = '' as $$
#variable_conflict use_column
declare
	solved_low constant double precision := 0.7;
	solved_rounds constant int := 5;
	unclear_answers constant int := 5;
	unclear_share constant double precision := 0.6;
	agreement_answers constant int := 10;
	agreement_share constant double precision := 0.6;
	neuron game.neurons;
	best game.explanations;
	is_solved boolean;
	is_unclear boolean;
	agreement double precision;
begin
	select * into neuron from game.neurons n
		where n.campaign_id = review_neuron.campaign_id and n.index = review_neuron.neuron_index for no key update;
	select * into best from game.explanations e
		where e.campaign_id = neuron.campaign_id and e.neuron_index = neuron.index
			and e.status = 'shown' and not e.is_shadowed
		order by e.score_low desc, e.id limit 1;
	is_solved := coalesce(best.score_low >= solved_low and best.rounds >= solved_rounds, false);
	is_unclear := not is_solved and neuron.no_pattern_count >= unclear_answers
		and neuron.no_pattern_count >= unclear_share * neuron.answer_count;
	agreement := coalesce(best.votes_up::double precision / greatest(1, neuron.answer_count), 0);
	if neuron.solved_at is null and is_solved then
		perform game.pay_voters(best);
	end if;
	if neuron.unclear_at is null and is_unclear then
		perform game.pay_doubters(neuron);
	end if;
	-- Blind rounds alone raise the mark that authors are paid for; votes cost nothing and pay nothing.
	if best.rounds > 0 and best.score_low >= neuron.best_low_ever + 0.01 then
		perform game.earn(best.author_id, (100 * (best.score_low - neuron.best_low_ever))::int, 'explanation',
			neuron.campaign_id, neuron.index);
	end if;
	update game.neurons n set
		best_id = best.id,
		best_low = coalesce(best.score_low, 0),
		best_low_ever = case when best.rounds > 0 and best.score_low >= n.best_low_ever + 0.01
			then best.score_low else n.best_low_ever end,
		uncertainty = coalesce(least(1, 3.29 * best.score_sd), 1),
		solved_at = case when is_solved then coalesce(n.solved_at, now()) else n.solved_at end,
		unclear_at = case when is_unclear then coalesce(n.unclear_at, now()) else n.unclear_at end,
		-- Agreement retires a solved neuron; another leader opens it again.
		retired_for = case
			when is_solved and neuron.answer_count >= agreement_answers and agreement >= agreement_share then best.id
			when n.retired_for = best.id then n.retired_for
		end
		where n.campaign_id = neuron.campaign_id and n.index = neuron.index;
end $$;
