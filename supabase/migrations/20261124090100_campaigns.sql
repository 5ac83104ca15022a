-- A campaign is one layer of one model; its neurons are the puzzles. The clues themselves are static files: a row
-- holds only what SQL must choose by.
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
	index int not null check (index between 0 and 999999),
	-- Highest and lowest activation over the corpus.
	max real not null,
	min real not null,
	-- 0 (nothing to see) to 1 (clear clues), measured when the campaign is made.
	priority real not null check (priority between 0 and 1),
	-- False when a later publication of the campaign no longer has this neuron: answers stay, dealing ends.
	is_dealt boolean not null default true,
	answer_count int not null default 0,
	-- Dealing order: clear neurons first, and before them those that somebody has begun to explain, so that there is
	-- something to vote on; from the fifth answer on, each moves a neuron back a tenth of the scale.
	need real not null generated always as (
		priority + case when answer_count between 1 and 4 then 0.2 else -0.1 * greatest(answer_count - 4, 0) end
	) stored,
	published_at timestamptz not null default now(),
	primary key (campaign_id, index)
);
create index neurons_by_need on game.neurons (campaign_id, need desc, index) where is_dealt;

alter table game.campaigns enable row level security;
alter table game.neurons enable row level security;
create policy "everyone sees campaigns" on game.campaigns for select using (true);
create policy "everyone sees neurons" on game.neurons for select using (true);
grant select on game.campaigns, game.neurons to anon, authenticated;

create policy "the service publishes campaigns" on game.campaigns to service_role using (true) with check (true);
create policy "the service publishes neurons" on game.neurons to service_role using (true) with check (true);
-- No delete: what players said hangs on these rows.
grant select, insert, update on game.campaigns, game.neurons to service_role;
