-- Sentences with measured activations: for or against an explanation, and "light it up" records. Only the app server
-- writes them, after it has run the same model itself; players never send a value.
create table game.evidence (
	id bigint generated always as identity primary key,
	explanation_id bigint not null references game.explanations (id) on delete cascade,
	player_id uuid references game.players (id) on delete set null,
	text text not null check (char_length(text) between 1 and 1000),
	-- What the explanation says of this text, as its author reads it.
	predicts_firing boolean not null,
	-- Whether it does: the peak is at least a quarter of the neuron's corpus maximum (src/lib/interp/thresholds.ts).
	fires boolean not null,
	stance text not null generated always as
		(case when predicts_firing = fires then 'for' else 'against' end) stored,
	token_ids int[] not null,
	activations real[] not null check (cardinality(activations) = cardinality(token_ids)),
	peak real not null,
	model_sha256 text not null check (model_sha256 ~ '^[0-9a-f]{64}$'),
	tokenizer_sha256 text not null check (tokenizer_sha256 ~ '^[0-9a-f]{64}$'),
	runtime text not null check (char_length(runtime) <= 100),
	text_hash text not null generated always as (md5(text)) stored,
	created_at timestamptz not null default now(),
	unique (explanation_id, text_hash)
);
create index evidence_by_player on game.evidence (player_id);

create table game.records (
	id bigint generated always as identity primary key,
	campaign_id text not null,
	neuron_index int not null,
	player_id uuid references game.players (id) on delete set null,
	text text not null check (char_length(text) between 1 and 300),
	token_ids int[] not null check (cardinality(token_ids) between 1 and 64),
	activations real[] not null check (cardinality(activations) = cardinality(token_ids)),
	peak real not null,
	-- Brighter than every passage of the corpus.
	beats_corpus boolean not null,
	model_sha256 text not null check (model_sha256 ~ '^[0-9a-f]{64}$'),
	tokenizer_sha256 text not null check (tokenizer_sha256 ~ '^[0-9a-f]{64}$'),
	runtime text not null check (char_length(runtime) <= 100),
	created_at timestamptz not null default now(),
	foreign key (campaign_id, neuron_index) references game.neurons (campaign_id, index)
);
create index records_best on game.records (campaign_id, neuron_index, peak desc, id);
create index records_by_player on game.records (player_id);
alter table game.evidence enable row level security;
alter table game.records enable row level security;
create policy "evidence is seen with its explanation" on game.evidence for select
	using (exists (select from game.explanations e where e.id = explanation_id));
create policy "everyone sees records" on game.records for select using (true);
grant select on game.evidence, game.records to anon, authenticated;

-- The player on whose behalf the service writes; refuses one who is gone or banned.
create function game.require_player(player uuid) returns uuid
language plpgsql stable set search_path = '' as $$
begin
	if not exists (select from game.players p where p.id = player and p.banned_at is null) then
		perform game.refuse(403, 'forbidden', 'This player may not write.');
	end if;
	return player;
end $$;

create function game.to_ints(list jsonb) returns int[]
language sql immutable parallel safe set search_path = '' as $$
	select coalesce(array_agg(x::int order by i), '{}') from jsonb_array_elements_text(list) with ordinality l (x, i)
$$;

create function game.to_reals(list jsonb) returns real[]
language sql immutable parallel safe set search_path = '' as $$
	select coalesce(array_agg(x::real order by i), '{}') from jsonb_array_elements_text(list) with ordinality l (x, i)
$$;

-- Keeps a measured sentence: {explanation_id, player_id, text, predicts_firing, token_ids, activations, model_sha256,
-- tokenizer_sha256, runtime}. The same sentence again gives the row that is there. A first find against an explanation
-- earns points, up to three for each player and explanation. Returns {id, stance, fires, peak, is_new}.
create function api.add_evidence(evidence jsonb) returns jsonb
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
	insert into game.evidence (explanation_id, player_id, text, predicts_firing, fires, token_ids, activations, peak,
			model_sha256, tokenizer_sha256, runtime)
		values (explanation.id, player, cleaned, (evidence ->> 'predicts_firing')::boolean,
			neuron.max > 0 and highest >= fires_share * neuron.max, game.to_ints(evidence -> 'token_ids'), values_,
			highest, evidence ->> 'model_sha256', evidence ->> 'tokenizer_sha256', evidence ->> 'runtime')
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
grant execute on function api.add_evidence to service_role;

-- Keeps a record: {campaign_id, neuron_index, player_id, text, token_ids, activations, model_sha256, tokenizer_sha256,
-- runtime}, if it is brighter than the neuron's record so far; pays ten points for each doubling, at most 50. Returns
-- {is_record, peak, best, beats_corpus}.
create function api.add_record(record jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
	player uuid := game.require_player((record ->> 'player_id')::uuid);
	values_ real[] := game.to_reals(record -> 'activations');
	highest real := (select max(v) from unnest(values_) v);
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
	if highest <= bar then
		return jsonb_build_object('is_record', false, 'peak', highest, 'best', bar, 'beats_corpus', highest > neuron.max);
	end if;
	insert into game.records (campaign_id, neuron_index, player_id, text, token_ids, activations, peak, beats_corpus,
			model_sha256, tokenizer_sha256, runtime)
		values (neuron.campaign_id, neuron.index, player, record ->> 'text', game.to_ints(record -> 'token_ids'),
			values_, highest, highest > neuron.max, record ->> 'model_sha256', record ->> 'tokenizer_sha256',
			record ->> 'runtime');
	perform game.earn(player, case when bar > 0 then least(50, ceil(10 * log(2, (highest / bar)::numeric)))::int else 10 end,
		'record', neuron.campaign_id, neuron.index);
	return jsonb_build_object('is_record', true, 'peak', highest, 'best', highest, 'beats_corpus', highest > neuron.max);
end $$;
grant execute on function api.add_record to service_role;

-- The sentences kept with an explanation, newest first (at most 50).
create function api.evidence_of(explanation_id bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	return (select coalesce(jsonb_agg(jsonb_build_object(
		'id', x.id::text, 'text', x.text, 'stance', x.stance, 'predicts_firing', x.predicts_firing, 'fires', x.fires,
		'token_ids', x.token_ids, 'activations', x.activations, 'peak', x.peak, 'by', n.name,
		'model_sha256', x.model_sha256, 'tokenizer_sha256', x.tokenizer_sha256, 'runtime', x.runtime,
		'created_at', x.created_at
	) order by x.id desc), '[]') from (
		select * from game.evidence v where v.explanation_id = evidence_of.explanation_id order by v.id desc limit 50
	) x left join lateral game.names_of(array[x.player_id]) n on true);
end $$;
grant execute on function api.evidence_of to anon, authenticated;

-- A neuron's records, brightest first (at most 20).
create function api.records_of(campaign_id text, neuron_index int) returns jsonb
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	return (select coalesce(jsonb_agg(jsonb_build_object(
		'text', r.text, 'token_ids', r.token_ids, 'activations', r.activations, 'peak', r.peak,
		'beats_corpus', r.beats_corpus, 'by', n.name, 'model_sha256', r.model_sha256,
		'runtime', r.runtime, 'created_at', r.created_at
	) order by r.peak desc, r.id), '[]') from (
		select * from game.records b where b.campaign_id = records_of.campaign_id
			and b.neuron_index = records_of.neuron_index order by b.peak desc, b.id limit 20
	) r left join lateral game.names_of(array[r.player_id]) n on true);
end $$;
grant execute on function api.records_of to anon, authenticated;

-- Which neuron of which model an explanation speaks of: what the app server must run before it may keep evidence.
-- {campaign_id, neuron_index, model_id, layer}; null when there is no such explanation.
create function api.target_of(explanation_id bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
begin
	return (select jsonb_build_object('campaign_id', c.id, 'neuron_index', e.neuron_index, 'model_id', c.model_id,
		'layer', c.layer)
		from game.explanations e join game.campaigns c on c.id = e.campaign_id
		where e.id = target_of.explanation_id and e.status = 'shown');
end $$;
grant execute on function api.target_of to service_role;
