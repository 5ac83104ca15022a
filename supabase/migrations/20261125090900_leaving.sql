-- Votes that go with their player change counters and where neurons stand, and a player has voted on many: both wait in
-- queues for the upkeep.
create table game.reviews_due (
	campaign_id text not null,
	neuron_index int not null,
	primary key (campaign_id, neuron_index),
	foreign key (campaign_id, neuron_index) references game.neurons (campaign_id, index)
);
alter table game.reviews_due enable row level security;

-- Takes votes out of their explanations' counters, in the order of the ids (so that two who leave cannot wait for each
-- other in a circle), and has their neurons looked at again.
create function game.uncount_votes(explanation_ids bigint[], vote_values smallint[]) returns void
language plpgsql set search_path = '' as $$
declare
	gone record;
	neurons game.reviews_due[] := '{}';
	neuron game.reviews_due;
begin
	for gone in select * from unnest(explanation_ids, vote_values) v (explanation_id, value) order by 1 loop
		update game.explanations e set votes_up = e.votes_up - (gone.value = 1)::int,
			votes_down = e.votes_down - (gone.value = -1)::int
			where e.id = gone.explanation_id returning e.campaign_id, e.neuron_index into neuron;
		-- The explanation may have gone too.
		if found then
			neurons := neurons || neuron;
		end if;
	end loop;
	insert into game.reviews_due (campaign_id, neuron_index)
		select n.campaign_id, n.neuron_index from unnest(neurons) n
		group by n.campaign_id, n.neuron_index order by n.campaign_id, n.neuron_index on conflict do nothing;
end $$;

-- Votes whose player has left, to be taken out of the counters by the upkeep: whoever leaves does not wait for it, and
-- locks nothing that voters need.
create table game.votes_left (
	id bigint generated always as identity primary key,
	explanation_id bigint not null,
	value smallint not null
);
alter table game.votes_left enable row level security;

-- Hands all votes of a player who leaves to the upkeep. The rows themselves go with the player.
create or replace function game.withdraw_votes(player uuid) returns void
language plpgsql set search_path = '' as $$
begin
	insert into game.votes_left (explanation_id, value)
		select v.explanation_id, v.value from game.votes v where v.player_id = player;
end $$;

-- Takes up to `most` votes of players who left out of the counters.
create function game.uncount_votes_left(most int) returns void
language plpgsql set search_path = '' as $$
declare
	explanations bigint[];
	vote_values smallint[];
begin
	with gone as (
		delete from game.votes_left l where l.id in (
			select q.id from game.votes_left q order by q.id limit most for update skip locked
		) returning l.explanation_id, l.value
	)
	select array_agg(g.explanation_id), array_agg(g.value) into explanations, vote_values from gone g;
	perform game.uncount_votes(explanations, vote_values);
end $$;

-- Votes between a guest and the account that takes it over are withdrawn, and of two on one explanation the younger.
-- What they are cannot change meanwhile: both players are locked.
create or replace function game.merge_votes(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
declare
	players uuid[];
	explanations bigint[];
	vote_values smallint[];
begin
	select array_agg(l.player_id), array_agg(l.explanation_id), array_agg(l.value)
		into players, explanations, vote_values from game.votes_lost_by_merging(guest, account) l;
	perform from game.explanations e where e.id = any (explanations || array(
			select own.id from game.explanations own where own.author_id = guest
		)) order by e.id for no key update;
	delete from game.votes v using unnest(players, explanations) l (player_id, explanation_id)
		where v.player_id = l.player_id and v.explanation_id = l.explanation_id;
	perform game.uncount_votes(explanations, vote_values);
	update game.votes v set player_id = account where v.player_id = guest;
end $$;

-- Looks at up to `most` neurons of the queue. Returns how many.
create function game.review_due(most int) returns int
language plpgsql set search_path = '' as $$
declare
	due game.reviews_due;
	reviewed int := 0;
begin
	for due in
		delete from game.reviews_due d where (d.campaign_id, d.neuron_index) in (
			select q.campaign_id, q.neuron_index from game.reviews_due q
			order by q.campaign_id, q.neuron_index limit most for update skip locked
		) returning d.*
	loop
		perform game.review_neuron(due.campaign_id, due.neuron_index);
		reviewed := reviewed + 1;
	end loop;
	return reviewed;
end $$;

-- Drains points and the queues of those who left, and does what else is due. Returns how many points entries were drained.
create or replace function api.run_upkeep() returns int
language plpgsql security definer set search_path = '' as $$
declare
	batch constant int := 5000;
	neurons_at_once constant int := 200;
	today date := (now() at time zone 'UTC')::date;
	drained int := game.drain_points(batch);
begin
	perform game.uncount_votes_left(batch);
	perform game.review_due(neurons_at_once);
	if game.is_due('rank-steps', interval '1 minute') then
		perform game.refresh_rank_steps(period, game.bucket_of(period, today))
			from unnest(array['day', 'week', 'month', 'all']) period;
	end if;
	if game.is_due('quests', interval '10 minutes') then
		perform game.ensure_quests(now());
		perform game.lift_shadows();
		delete from game.merge_codes c where c.expires_at < now();
		delete from game.rounds r where r.finished_at is null and r.expires_at < now() - interval '1 day';
	end if;
	return drained;
end $$;
