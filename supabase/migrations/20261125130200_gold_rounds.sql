-- A gold round is one that was dealt as such, one in ten: an explanation that is well established by now and comes up
-- because others are few counts on. And a player's first three rounds bring no points either, gold or not: else each new
-- guest were worth thirty.

-- Starts a check, or gives the one that is open. Returns {id, neuron_index, explanation, passages, expires_at};
-- refuses with 'no_checks' when there is nothing that this player could judge.
create or replace function api.start_check(campaign_id text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	calibration_rounds constant int := 3;
	gold_share constant double precision := 0.1;
	player uuid := game.begin_write();
	round game.rounds := game.open_round(player, start_check.campaign_id, 'check');
	finished int := (select p.rounds_finished from game.players p where p.id = player);
	wants_gold boolean := finished < calibration_rounds or random() < gold_share;
	candidate record;
	firing int;
begin
	if round.id is not null then
		return game.round_json(round);
	end if;
	for candidate in
		select gold.campaign_id, gold.neuron_index, gold.id, true as is_gold
			from (select * from game.checkable(player, start_check.campaign_id, true) where wants_gold) gold
		union all
		select needy.campaign_id, needy.neuron_index, needy.id, false
			from (select * from game.checkable(player, start_check.campaign_id, false)) needy
	loop
		firing := 2 + floor(3 * random());
		round := game.begin_round(player, 'check', candidate.campaign_id, candidate.neuron_index, candidate.id, firing,
			6 - firing, candidate.is_gold, finished < calibration_rounds);
		exit when round.id is not null;
	end loop;
	if round.id is null then
		perform game.refuse(404, 'no_checks', 'There is nothing to check for you at the moment.');
	end if;
	return game.round_json(round);
end $$;

-- Judges a check: `fires` says of each passage, in the round's order, whether the neuron fires there. Returns
-- {truth, shares, accuracy, points, is_calibration, is_gold, rating}.
create or replace function api.finish_check(round_id uuid, fires boolean[]) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
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
	if not round.is_calibration then
		points := case when round.is_gold then round(10 * greatest(0, 2 * accuracy - 1))
			else game.count_check(round, fires, accuracy, reliability) end;
		if round.is_first then
			perform game.rate(player, round.campaign_id, round.neuron_index, greatest(0, 2 * accuracy - 1));
		end if;
	end if;
	perform game.review_neuron(round.campaign_id, round.neuron_index);
	return game.close_round(round, fires, accuracy, points);
end $$;
