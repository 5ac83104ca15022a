-- Claims are measured with the build that is served, whose values may differ a little (max_error, from the model's
-- manifest) from the float32 model's, which a neuron's corpus maximum comes from. What lies within that is no news.
create function game.max_error(measured jsonb) returns double precision
language sql immutable parallel safe set search_path = '' as $$
	select coalesce((measured ->> 'max_error')::double precision, 0)
$$;

-- Keeps a measured sentence: {explanation_id, player_id, text, predicts_firing, token_ids, activations, max_error,
-- model_sha256, tokenizer_sha256, runtime}. The same sentence again gives the row that is there. A first find against an
-- explanation earns points, up to three for each player and explanation. Returns {id, stance, fires, peak, is_new}.
create or replace function api.add_evidence(evidence jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
	fires_share constant double precision := 0.25;
	paid_each constant int := 3;
	points_against constant int := 5;
	player uuid := game.require_player((evidence ->> 'player_id')::uuid);
	cleaned text := evidence ->> 'text';
	values_ real[] := game.to_reals(evidence -> 'activations');
	highest real := (select max(v) from unnest(values_) v);
	explanation game.explanations;
	neuron game.neurons;
	threshold double precision;
	says_fires boolean := (evidence ->> 'predicts_firing')::boolean;
	is_close boolean;
	kept game.evidence;
	is_new boolean := true;
begin
	perform game.require_fit(cleaned);
	select * into explanation from game.explanations e
		where e.id = (evidence ->> 'explanation_id')::bigint and e.status = 'shown';
	if not found then
		perform game.refuse(404, 'not_found', 'There is no such explanation.');
	end if;
	neuron := game.require_neuron(explanation.campaign_id, explanation.neuron_index);
	threshold := fires_share * neuron.max;
	-- Too close to the threshold to tell: then the explanation is right.
	is_close := abs(highest - threshold) <= game.max_error(evidence);
	insert into game.evidence (explanation_id, player_id, text, predicts_firing, fires, token_ids, activations, peak,
			model_sha256, tokenizer_sha256, runtime)
		values (explanation.id, player, cleaned, says_fires,
			neuron.max > 0 and case when is_close then says_fires else highest >= threshold end,
			game.to_ints(evidence -> 'token_ids'), values_, highest, evidence ->> 'model_sha256',
			evidence ->> 'tokenizer_sha256', evidence ->> 'runtime')
		on conflict (explanation_id, text_hash) do nothing returning * into kept;
	if kept.id is null then
		is_new := false;
		select * into kept from game.evidence x where x.explanation_id = explanation.id and x.text_hash = md5(cleaned);
	elsif kept.stance = 'against' and explanation.author_id is distinct from player and (
		select count(*) from game.evidence x where x.explanation_id = explanation.id and x.player_id = player
			and x.stance = 'against') <= paid_each then
		perform game.earn(player, points_against, 'evidence', neuron.campaign_id, neuron.index);
	end if;
	return jsonb_build_object('id', kept.id::text, 'stance', kept.stance, 'fires', kept.fires, 'peak', kept.peak,
		'is_new', is_new);
end $$;

-- Keeps a record: {campaign_id, neuron_index, player_id, text, token_ids, activations, max_error, model_sha256,
-- tokenizer_sha256, runtime}, if it is surely brighter than the neuron's record so far; pays ten points for each
-- doubling, at most 50. Returns {is_record, peak, best, beats_corpus}.
create or replace function api.add_record(record jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
	player uuid := game.require_player((record ->> 'player_id')::uuid);
	values_ real[] := game.to_reals(record -> 'activations');
	highest real := (select max(v) from unnest(values_) v);
	surely double precision := highest - game.max_error(record);
	neuron game.neurons;
	best real;
	bar real;
begin
	perform game.require_fit(record ->> 'text');
	-- Locked, so that of two records at once the lower one finds the higher.
	select * into neuron from game.neurons n where n.campaign_id = record ->> 'campaign_id'
		and n.index = (record ->> 'neuron_index')::int for no key update;
	if not found then
		perform game.refuse(404, 'not_found', 'There is no such neuron.');
	end if;
	best := (select r.peak from game.records r where r.campaign_id = neuron.campaign_id
		and r.neuron_index = neuron.index order by r.peak desc, r.id limit 1);
	-- The first record is measured against half of the corpus maximum.
	bar := greatest(coalesce(best, neuron.max / 2), 0);
	if surely <= bar then
		return jsonb_build_object('is_record', false, 'peak', highest, 'best', bar, 'beats_corpus', surely > neuron.max);
	end if;
	insert into game.records (campaign_id, neuron_index, player_id, text, token_ids, activations, peak, beats_corpus,
			model_sha256, tokenizer_sha256, runtime)
		values (neuron.campaign_id, neuron.index, player, record ->> 'text', game.to_ints(record -> 'token_ids'),
			values_, highest, surely > neuron.max, record ->> 'model_sha256', record ->> 'tokenizer_sha256',
			record ->> 'runtime');
	perform game.earn(player, case when bar > 0 then least(50, ceil(10 * log(2, (highest / bar)::numeric)))::int else 10 end,
		'record', neuron.campaign_id, neuron.index);
	return jsonb_build_object('is_record', true, 'peak', highest, 'best', highest, 'beats_corpus', surely > neuron.max);
end $$;
