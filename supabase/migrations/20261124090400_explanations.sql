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
	-- Which clues (passage numbers) it speaks of, when the neuron has several senses; null for all.
	covers int[] check (cardinality(covers) between 1 and 50),
	-- The author's earlier explanation that this one betters.
	revises_id bigint references game.explanations (id) on delete set null,
	-- 'hidden' waits for a moderator, 'removed' was judged.
	status text not null default 'shown' check (status in ('shown', 'hidden', 'removed')),
	-- Seen by its author alone as long as the author is too new for so many.
	is_shadowed boolean not null default false,
	report_count int not null default 0,
	-- Whether its neuron has passages for blind rounds (a copy, so that the index below can ask for it).
	is_checkable boolean not null default false,
	-- Counted in the transaction of the vote, so that voters see them at once.
	votes_up int not null default 0 check (votes_up >= 0),
	votes_down int not null default 0 check (votes_down >= 0),
	-- Items of blind rounds, weighted by the players' reliability: firing passages taken for firing (tp) or for quiet
	-- (fn), quiet ones taken for quiet (tn) or for firing (fp).
	rounds int not null default 0,
	tp double precision not null default 0,
	fn double precision not null default 0,
	tn double precision not null default 0,
	fp double precision not null default 0,
	score_mean double precision not null generated always as
		(game.score_mean(votes_up, votes_down, tp, fn, tn, fp)) stored,
	score_sd double precision not null generated always as
		(game.score_sd(votes_up, votes_down, tp, fn, tn, fp)) stored,
	-- Lower bound of the 90 % interval: what explanations are ranked by.
	score_low double precision not null generated always as (game.score_bound(
		game.score_mean(votes_up, votes_down, tp, fn, tn, fp), game.score_sd(votes_up, votes_down, tp, fn, tn, fp), -1
	)) stored,
	-- What a blind round can teach: uncertain explanations first, promising ones before poor ones.
	check_need double precision not null generated always as (
		game.score_mean(votes_up, votes_down, tp, fn, tn, fp) * game.score_sd(votes_up, votes_down, tp, fn, tn, fp)
	) stored,
	words tsvector not null generated always as (to_tsvector('pg_catalog.simple', text)) stored,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	foreign key (campaign_id, neuron_index) references game.neurons (campaign_id, index),
	unique (campaign_id, neuron_index, text_key)
) with (fillfactor = 80);
create index explanations_best on game.explanations (campaign_id, neuron_index, score_low desc, id)
	where status = 'shown' and not is_shadowed;
create index explanations_by_author on game.explanations (author_id, created_at desc);
create index explanations_to_check on game.explanations (campaign_id, check_need desc)
	where status = 'shown' and not is_shadowed and is_checkable;
-- Well established ones: what gold rounds are made of (game.is_gold).
create index explanations_gold on game.explanations (campaign_id, score_low desc)
	where status = 'shown' and not is_shadowed and is_checkable and rounds >= 8 and score_low >= 0.7;
create index explanations_to_review on game.explanations (report_count desc, id) where status = 'hidden';
create index explanations_shadowed on game.explanations (author_id) where is_shadowed;
create index explanations_words on game.explanations using gin (words);
alter table game.neurons add foreign key (best_id) references game.explanations (id) on delete set null;
alter table game.neurons add foreign key (retired_for) references game.explanations (id) on delete set null;
create index neurons_by_best on game.neurons (best_id) where best_id is not null;
create index neurons_by_retired on game.neurons (retired_for) where retired_for is not null;

-- Former wordings of explanations that were revised in place.
create table game.wordings (
	id bigint generated always as identity primary key,
	explanation_id bigint not null references game.explanations (id) on delete cascade,
	text text not null,
	replaced_at timestamptz not null default now()
);
create index wordings_by_explanation on game.wordings (explanation_id, id);

create table game.votes (
	player_id uuid not null references game.players (id) on delete cascade,
	explanation_id bigint not null references game.explanations (id) on delete cascade,
	value smallint not null check (value in (-1, 1)),
	-- The explanation's score when this player first voted: an early vote for what proves good told more.
	expected real not null default 0.5,
	-- When this player first voted here; a change of mind keeps it.
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	primary key (player_id, explanation_id)
);
create index votes_by_explanation on game.votes (explanation_id);

-- What a player did with a neuron: dealt no more, even when a vote is withdrawn later. A skip is no answer.
create table game.answers (
	player_id uuid not null references game.players (id) on delete cascade,
	campaign_id text not null,
	neuron_index int not null,
	kind text not null check (kind in ('vote', 'explanation', 'no-pattern', 'skip')),
	-- For 'no-pattern': the share of such answers before this one.
	expected real not null default 0.5,
	answered_at timestamptz not null default now(),
	primary key (player_id, campaign_id, neuron_index),
	foreign key (campaign_id, neuron_index) references game.neurons (campaign_id, index)
);
create index answers_by_neuron on game.answers (campaign_id, neuron_index);

alter table game.explanations enable row level security;
alter table game.wordings enable row level security;
alter table game.votes enable row level security;
alter table game.answers enable row level security;
create policy "everyone sees what is shown, authors see their own" on game.explanations for select
	using ((status = 'shown' and not is_shadowed) or author_id = (select auth.uid()));
create policy "wordings are seen with their explanation" on game.wordings for select
	using (exists (select from game.explanations e where e.id = explanation_id));
create policy "players see their votes" on game.votes for select to authenticated
	using (player_id = (select auth.uid()));
create policy "players see their answers" on game.answers for select to authenticated
	using (player_id = (select auth.uid()));
grant select on game.explanations, game.wordings to anon, authenticated;
grant select on game.votes, game.answers to authenticated;
