-- What players say a neuron responds to, and the votes on it.
create table game.explanations (
	id bigint generated always as identity primary key,
	campaign_id text not null,
	neuron_index int not null,
	-- Null once the author has left.
	author_id uuid references game.players (id) on delete set null,
	text text not null check (char_length(text) between 3 and 200),
	-- game.text_key(text): no neuron has the same explanation twice.
	text_key text not null,
	-- Counted in the transaction of the vote, so that voters see them at once.
	votes_up int not null default 0 check (votes_up >= 0),
	votes_down int not null default 0 check (votes_down >= 0),
	-- Mean of Beta(2, 2) after the votes: few votes stay near 1/2.
	vote_share real not null generated always as ((votes_up + 2.0) / (votes_up + votes_down + 4.0)) stored,
	created_at timestamptz not null default now(),
	foreign key (campaign_id, neuron_index) references game.neurons (campaign_id, index),
	unique (campaign_id, neuron_index, text_key)
);
create index explanations_best on game.explanations (campaign_id, neuron_index, vote_share desc, id);
create index explanations_by_author on game.explanations (author_id);

create table game.votes (
	player_id uuid not null references game.players (id) on delete cascade,
	explanation_id bigint not null references game.explanations (id) on delete cascade,
	value smallint not null check (value in (-1, 1)),
	-- When this player first voted here; a change of mind keeps it.
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	primary key (player_id, explanation_id)
);
create index votes_by_explanation on game.votes (explanation_id);

-- Which neurons a player has answered: dealt no more, even when a vote is withdrawn later.
create table game.answers (
	player_id uuid not null references game.players (id) on delete cascade,
	campaign_id text not null,
	neuron_index int not null,
	answered_at timestamptz not null default now(),
	primary key (player_id, campaign_id, neuron_index),
	foreign key (campaign_id, neuron_index) references game.neurons (campaign_id, index)
);

alter table game.explanations enable row level security;
alter table game.votes enable row level security;
alter table game.answers enable row level security;
create policy "everyone sees explanations" on game.explanations for select using (true);
create policy "players see their votes" on game.votes for select to authenticated
	using (player_id = (select auth.uid()));
create policy "players see their answers" on game.answers for select to authenticated
	using (player_id = (select auth.uid()));
grant select on game.explanations to anon, authenticated;
grant select on game.votes, game.answers to authenticated;
