-- What every write goes through, for less. A function in SQL is planned anew by each statement that calls it, one in
-- PL/pgSQL once for each connection: those that votes, answers and rounds call change their language, not what they say.
-- And statements whose best plan never depends on their arguments keep the first one (plan_cache_mode, which holds for
-- all that the function calls): PostgreSQL would go on planning review_neuron's for each neuron, the longer the more
-- explanations there are.

create or replace function game.vote_prior(votes_up int, votes_down int) returns double precision
language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return (votes_up + 2)::double precision / (votes_up + votes_down + 4);
end $$;

create or replace function game.score_bound(mean double precision, sd double precision, side int)
returns double precision
language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return greatest(0, least(1, mean + side * 1.645 * sd));
end $$;

create or replace function game.no_pattern_share(no_pattern int, answers int) returns double precision
language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return (no_pattern + 1)::double precision / (answers + 2);
end $$;

create or replace function game.has_bit(bits bytea, index int) returns boolean
language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return case when bits is null or index >= 8 * octet_length(bits) then false else get_bit(bits, index) = 1 end;
end $$;

create or replace function game.with_bit(bits bytea, index int) returns bytea
language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return set_bit(
		bits || decode(repeat('00', greatest(0, index / 8 + 1 - octet_length(bits))), 'hex'), index, 1
	);
end $$;

create or replace function game.reliability(
	gold_items int, gold_right int, agreement_rounds int, agreement_sum real
) returns double precision
language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return greatest(0.1, least(1,
		2 * ((gold_right + 9.0) / (gold_items + 12) - 0.5)
		* least(1, (agreement_sum::double precision + 3.75) / (agreement_rounds + 5) / 0.75)
	));
end $$;

create or replace function game.is_too_eager(player uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
	return (select p.answered_count < 20 and p.rounds_finished < 3 and p.role = 'player' and (
		select count(*) >= 10 from game.explanations e
		where e.author_id = p.id and e.created_at > now() - interval '1 day'
	) from game.players p where p.id = player);
end $$;

alter function api.cast_vote set plan_cache_mode = 'force_generic_plan';
alter function api.submit_explanation set plan_cache_mode = 'force_generic_plan';
alter function api.revise_explanation set plan_cache_mode = 'force_generic_plan';
alter function api.answer_no_pattern set plan_cache_mode = 'force_generic_plan';
alter function api.report_explanation set plan_cache_mode = 'force_generic_plan';
alter function api.finish_check set plan_cache_mode = 'force_generic_plan';
alter function api.finish_intruder set plan_cache_mode = 'force_generic_plan';
alter function api.decide set plan_cache_mode = 'force_generic_plan';
alter function api.my_votes set plan_cache_mode = 'force_generic_plan';
alter function api.answered_puzzles set plan_cache_mode = 'force_generic_plan';
alter function api.my_badges set plan_cache_mode = 'force_generic_plan';
alter function api.prepare_merge set plan_cache_mode = 'force_generic_plan';
alter function api.claim_merge set plan_cache_mode = 'force_generic_plan';
alter function api.delete_account set plan_cache_mode = 'force_generic_plan';
alter function api.export_my_data set plan_cache_mode = 'force_generic_plan';
