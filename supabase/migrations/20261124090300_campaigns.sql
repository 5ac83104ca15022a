-- A campaign is one layer of one model; its neurons are the puzzles. The clues themselves are static files: a row
-- holds only what SQL must choose and judge by.
create table game.campaigns (
	id text primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
	title text not null check (char_length(title) between 1 and 200),
	model_id text not null check (char_length(model_id) between 1 and 100),
	layer int not null check (layer >= 0),
	-- Hash of the published files; null while a publication is under way or was cut short.
	content_hash text check (content_hash ~ '^[0-9a-f]{64}$'),
	publishing_since timestamptz not null default now()
);

create table game.neurons (
	campaign_id text not null references game.campaigns (id),
	-- Bounded, because what a player has seen is kept as one bit for each.
	index int not null check (index between 0 and 65535),
	-- Highest and lowest activation over the corpus.
	max real not null,
	min real not null,
	-- 0 (clear) to 1 (hopeless), measured when the campaign is made.
	difficulty real not null check (difficulty between 0 and 1),
	-- 0 (top passages have nothing in common) to 1; null where it was not measured.
	coherence real check (coherence between 0 and 1),
	flags text[] not null default '{}' check (cardinality(flags) <= 16),
	-- False when a later publication of the campaign no longer has this neuron: answers stay, dealing ends.
	is_dealt boolean not null default true,
	-- Whether there are passages enough for blind rounds.
	is_checkable boolean not null default false,
	published_at timestamptz not null default now(),
	-- What players made of it.
	answer_count int not null default 0,
	no_pattern_count int not null default 0,
	rating real not null default 1500,
	rating_deviation real not null default 350,
	volatility real not null default 0.06,
	-- The explanation with the best lower bound, its bound, and half the width of its interval (1 for none).
	best_id bigint,
	best_low real not null default 0,
	uncertainty real not null default 1 check (uncertainty between 0 and 1),
	-- Highest lower bound ever reached: authors are paid for raising it.
	best_low_ever real not null default 0,
	solved_at timestamptz,
	unclear_at timestamptz,
	-- Dealt no more since players agree on this explanation; a better one opens the neuron again.
	retired_for bigint,
	-- Dealing order for those who know the game: few answers first, and before them those that somebody has begun to
	-- explain (so that there is something to vote on), then an uncertain ranking.
	need real not null generated always as (
		case when answer_count between 1 and 4 then 1.2 else 2.0 / (2 + answer_count) end + uncertainty
	) stored,
	-- Dealing order for newcomers: clear neurons first, begun ones before them; from the fifth answer on, each moves a
	-- neuron back a tenth of the scale.
	welcome real not null generated always as (
		difficulty - case when answer_count between 1 and 4 then 0.2 else -0.1 * greatest(answer_count - 4, 0) end
	) stored,
	primary key (campaign_id, index)
) with (fillfactor = 70);
create index neurons_by_need on game.neurons (campaign_id, need desc, difficulty, index)
	where is_dealt and retired_for is null;
create index neurons_by_welcome on game.neurons (campaign_id, welcome, index)
	where is_dealt and retired_for is null;

-- The passages that blind rounds draw from, one row for each neuron: passage numbers with their peaks in per mille
-- of the neuron's maximum, and which quiet ones look like firing ones. Never told to clients before the answer.
create table game.exhibits (
	campaign_id text not null,
	neuron_index int not null,
	firing int[] not null,
	firing_shares smallint[] not null,
	quiet int[] not null,
	quiet_shares smallint[] not null,
	near_misses boolean[] not null,
	primary key (campaign_id, neuron_index),
	foreign key (campaign_id, neuron_index) references game.neurons (campaign_id, index),
	check (cardinality(firing) = cardinality(firing_shares) and cardinality(firing) <= 200),
	check (cardinality(quiet) = cardinality(quiet_shares) and cardinality(quiet) = cardinality(near_misses)
		and cardinality(quiet) <= 200)
);

-- Which neurons were dealt to a player: one bit for each index.
create table game.seen (
	player_id uuid not null references game.players (id) on delete cascade,
	campaign_id text not null references game.campaigns (id),
	neurons bytea not null,
	primary key (player_id, campaign_id)
) with (fillfactor = 50);

alter table game.campaigns enable row level security;
alter table game.neurons enable row level security;
alter table game.exhibits enable row level security;
alter table game.seen enable row level security;
create policy "everyone sees campaigns" on game.campaigns for select using (true);
create policy "everyone sees neurons" on game.neurons for select using (true);
grant select on game.campaigns, game.neurons to anon, authenticated;

create policy "the service publishes campaigns" on game.campaigns to service_role using (true) with check (true);
create policy "the service publishes neurons" on game.neurons to service_role using (true) with check (true);
create policy "the service publishes exhibits" on game.exhibits to service_role using (true) with check (true);
-- No delete: what players said hangs on these rows.
grant select, insert, update on game.campaigns, game.neurons, game.exhibits to service_role;

-- Whether bit `index` is set; what lies beyond the end is not.
create function game.has_bit(bits bytea, index int) returns boolean
language sql immutable parallel safe set search_path = '' as $$
	select case when bits is null or index >= 8 * octet_length(bits) then false else get_bit(bits, index) = 1 end
$$;

-- The bits with bit `index` set, lengthened as needed.
create function game.with_bit(bits bytea, index int) returns bytea
language sql immutable parallel safe set search_path = '' as $$
	select set_bit(
		bits || decode(repeat('00', greatest(0, index / 8 + 1 - octet_length(bits))), 'hex'), index, 1
	)
$$;

-- Notes that a neuron was put before a player.
create function game.mark_seen(player uuid, campaign_id text, neuron_index int) returns void
language plpgsql set search_path = '' as $$
#variable_conflict use_column
begin
	insert into game.seen as s (player_id, campaign_id, neurons)
		values (player, mark_seen.campaign_id, game.with_bit('', mark_seen.neuron_index))
		on conflict (player_id, campaign_id) do update
			set neurons = game.with_bit(s.neurons, mark_seen.neuron_index)
			where not game.has_bit(s.neurons, mark_seen.neuron_index);
end $$;
