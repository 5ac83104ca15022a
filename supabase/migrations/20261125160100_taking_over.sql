-- Taking a guest over in two steps, each short. First what the guest is and has made: from then on it can do no more. Then
-- what it told of explanations, of which what one person told twice is taken back, and the guest's end. The account asks
-- for the second step itself; should it not come to that, the next upkeep does it. Both lock explanations, then neurons,
-- as all writers.

-- The account that took this guest over: what is left here follows it. (Should the account go first, the guest is one
-- again.)
alter table game.players add column taken_over_by uuid references game.players (id) on delete set null;
create index players_taken_over on game.players (taken_over_by) where taken_over_by is not null;

-- Begins a write of the calling player: makes the player's row when there is none, counts the write, and returns the
-- player's id. The budget's row stays locked until the end of the transaction, so that one player's writes come one after
-- another and need no further care for races with themselves.
create or replace function game.begin_write() returns uuid
language plpgsql set search_path = '' as $$
declare
	writes_per_minute constant int := 60;
	player uuid := auth.uid();
	this_minute timestamptz := date_trunc('minute', now());
	used int;
	is_banned boolean;
	is_gone boolean;
begin
	if player is null then
		perform game.refuse(401, 'signed_out', 'Please sign in first.');
	end if;
	update game.write_budgets b set
		writes = case when b.minute = this_minute then b.writes + 1 else 1 end,
		deals = case when b.minute = this_minute then b.deals else 0 end,
		minute = this_minute
		where b.player_id = player returning b.writes into used;
	if used is null then
		insert into game.players (id) values (player) on conflict do nothing;
		insert into game.write_budgets as b (player_id, minute, writes) values (player, this_minute, 1)
			on conflict (player_id) do update set writes = b.writes + 1 returning b.writes into used;
	end if;
	if used > writes_per_minute then
		perform game.refuse(429, 'rate_limited', 'That was very fast. Please wait a minute, then go on.');
	end if;
	select p.banned_at is not null, p.taken_over_by is not null into is_banned, is_gone
		from game.players p where p.id = player;
	if is_gone then
		perform game.refuse(401, 'signed_out', 'This player no longer exists.');
	elsif is_banned then
		perform game.refuse(403, 'forbidden', 'This player may only read.');
	end if;
	return player;
exception when foreign_key_violation then
	-- The token is still valid, but its user is gone.
	perform game.refuse(401, 'signed_out', 'This player no longer exists.');
end $$;

-- Of two answers on one neuron the younger goes; neurons count each player once.
create function game.drop_younger_answers(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
begin
	perform from game.neurons n where (n.campaign_id, n.index) in (
		select g.campaign_id, g.neuron_index from game.answers g join game.answers a on a.player_id = account
			and a.campaign_id = g.campaign_id and a.neuron_index = g.neuron_index where g.player_id = guest
	) order by n.campaign_id, n.index for no key update;
	update game.neurons n set
		answer_count = n.answer_count - both_.answers,
		no_pattern_count = n.no_pattern_count - both_.doubts
		from (
			select younger.campaign_id, younger.neuron_index,
				(g.kind <> 'skip' and a.kind <> 'skip')::int as answers, (younger.kind = 'no-pattern')::int as doubts
			from game.answers g join game.answers a on a.player_id = account and a.campaign_id = g.campaign_id
				and a.neuron_index = g.neuron_index,
				lateral (select case when game.is_older(a, g) then g.kind else a.kind end as kind, g.campaign_id,
					g.neuron_index) younger
			where g.player_id = guest
		) both_ where n.campaign_id = both_.campaign_id and n.index = both_.neuron_index;
	delete from game.answers x using game.answers y
		where x.player_id in (guest, account) and y.player_id in (guest, account) and x.player_id <> y.player_id
			and x.campaign_id = y.campaign_id and x.neuron_index = y.neuron_index and game.is_older(y, x);
end $$;

-- Answers, and what the guest was shown of neurons.
create or replace function game.merge_answers(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
begin
	if exists (
		select from game.answers g join game.answers a on a.player_id = account and a.campaign_id = g.campaign_id
			and a.neuron_index = g.neuron_index where g.player_id = guest
	) then
		perform game.drop_younger_answers(guest, account);
	end if;
	update game.answers a set player_id = account where a.player_id = guest;
	insert into game.seen as s (player_id, campaign_id, neurons)
		select account, g.campaign_id, g.neurons from game.seen g where g.player_id = guest
		on conflict (player_id, campaign_id) do update set neurons = game.either_bits(s.neurons, excluded.neurons);
end $$;

-- Groups that the account has room for; the others are left.
create function game.merge_groups(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
declare
	groups_of_a_player constant int := 10;
begin
	insert into game.memberships (group_id, player_id, joined_at)
		select m.group_id, account, m.joined_at from game.memberships m where m.player_id = guest
			and not exists (select from game.memberships o where o.group_id = m.group_id and o.player_id = account)
		order by m.joined_at
		limit greatest(0, groups_of_a_player - (select count(*) from game.memberships o where o.player_id = account));
	delete from game.memberships m where m.player_id = guest;
end $$;

-- Points: entries change their owner, sums are added bucket by bucket.
create or replace function game.merge_points(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
begin
	update game.points p set player_id = account where p.player_id = guest;
	insert into game.scores as s (period, bucket, player_id, points, country, region, is_listed)
		select g.period, g.bucket, account, g.points, p.country, p.region, p.is_listed
		from game.scores g join game.players p on p.id = account where g.player_id = guest
		on conflict (period, bucket, player_id) do update set points = s.points + excluded.points;
	delete from game.scores s where s.player_id = guest;
	insert into game.quest_scores as s (quest_id, player_id, points, reached_at)
		select g.quest_id, account, g.points, g.reached_at from game.quest_scores g where g.player_id = guest
		on conflict (quest_id, player_id) do update set points = s.points + excluded.points,
			reached_at = least(s.reached_at, excluded.reached_at);
	delete from game.quest_scores s where s.player_id = guest;
	insert into game.badges (player_id, badge, earned_at)
		select account, g.badge, g.earned_at from game.badges g where g.player_id = guest on conflict do nothing;
end $$;

-- Profile: the account's own choices stand, a guest's fill the gaps. The streak that goes on is the one played later;
-- when both were played on the same or neighbouring days, the longer. The rating that is known better stands. (Names are
-- written only where they change: what keeps look-alikes apart is worked out anew with each.)
create or replace function game.merge_profile(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
declare
	g game.players;
	a game.players;
begin
	select * into g from game.players p where p.id = guest;
	select * into a from game.players p where p.id = account;
	if a.name is null and g.name is not null then
		update game.players p set name = null, name_key = null where p.id = guest;
		update game.players p set name = g.name, name_key = g.name_key where p.id = account;
	end if;
	update game.players p set
		country = coalesce(a.country, g.country), region = coalesce(a.region, g.region),
		created_at = least(a.created_at, g.created_at),
		answered_count = (select count(*) from game.answers x where x.player_id = account and x.kind <> 'skip'),
		rounds_finished = a.rounds_finished + g.rounds_finished,
		gold_items = a.gold_items + g.gold_items, gold_right = a.gold_right + g.gold_right,
		agreement_rounds = a.agreement_rounds + g.agreement_rounds,
		agreement_sum = a.agreement_sum + g.agreement_sum,
		rating = case when g.rating_deviation < a.rating_deviation then g.rating else a.rating end,
		volatility = case when g.rating_deviation < a.rating_deviation then g.volatility else a.volatility end,
		rating_deviation = least(g.rating_deviation, a.rating_deviation),
		streak_best = greatest(a.streak_best, g.streak_best),
		streak_last_day = greatest(a.streak_last_day, g.streak_last_day),
		streak_days = case
			when abs(coalesce(a.streak_last_day - g.streak_last_day, 9)) <= 1 then greatest(a.streak_days, g.streak_days)
			when a.streak_last_day is null or g.streak_last_day > a.streak_last_day then g.streak_days
			else a.streak_days
		end,
		streak_freezes = greatest(a.streak_freezes, g.streak_freezes),
		banned_at = coalesce(a.banned_at, g.banned_at)
		where p.id = account;
end $$;

-- What the guest's device has sent and may send again, what moderators wrote down of or as the guest, and what carries the
-- guest's name.
create or replace function game.merge_papers(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
begin
	insert into game.deliveries (player_id, id, answer, delivered_at)
		select account, d.id, d.answer, d.delivered_at from game.deliveries d where d.player_id = guest
		on conflict do nothing;
	update game.evidence x set player_id = account where x.player_id = guest;
	update game.records x set player_id = account where x.player_id = guest;
	update game.feedback x set player_id = account where x.player_id = guest;
	update game.moderation_log l set moderator_id = account where l.moderator_id = guest;
	update game.moderation_log l set player_id = account where l.player_id = guest;
end $$;

-- The first step. Both players are locked.
create or replace function game.merge_players(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
begin
	perform from game.explanations e where e.author_id = guest order by e.id for no key update;
	update game.explanations e set author_id = account where e.author_id = guest;
	perform game.merge_answers(guest, account);
	perform game.merge_groups(guest, account);
	perform game.merge_points(guest, account);
	perform game.merge_profile(guest, account);
	perform game.merge_papers(guest, account);
	update game.players p set taken_over_by = account where p.id = guest;
end $$;
drop function game.merge_play, game.merge_votes;

-- Votes that a merge takes away: those on what is the account's own by now, and of two on one explanation the younger.
create or replace function game.votes_lost_by_merging(guest uuid, account uuid)
returns table (player_id uuid, explanation_id bigint, value smallint)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	return query
		select v.player_id, v.explanation_id, v.value
		from game.explanations e join game.votes v on v.explanation_id = e.id and v.player_id in (guest, account)
		where e.author_id = account
		union
		select younger.player_id, younger.explanation_id, younger.value
		from game.votes g join game.votes a on a.explanation_id = g.explanation_id and a.player_id = account,
			lateral (select v.* from (values (g.player_id, g.explanation_id, g.value), (a.player_id, a.explanation_id, a.value))
				v (player_id, explanation_id, value)
				where v.player_id = case when g.created_at < a.created_at then account else guest end) younger
		where g.player_id = guest;
end $$;

-- Laughs that a merge takes away: those at what is the account's own by now, and of two at one explanation the guest's.
create function game.laughs_lost_by_merging(guest uuid, account uuid)
returns table (player_id uuid, explanation_id bigint)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	return query
		select l.player_id, l.explanation_id from game.laughs l join game.explanations e on e.id = l.explanation_id
		where l.player_id in (guest, account) and e.author_id = account
		union
		select l.player_id, l.explanation_id from game.laughs l join game.laughs o on o.explanation_id = l.explanation_id
			and o.player_id = account
		where l.player_id = guest;
end $$;

-- Counted rounds that a merge takes back: those on what is the account's own by now, and of two on one explanation the
-- younger.
create or replace function game.rounds_lost_by_merging(guest uuid, account uuid)
returns table (round_id uuid, explanation_id bigint)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	return query
		select r.id, r.explanation_id from game.rounds r join game.explanations e on e.id = r.explanation_id
		where r.player_id in (guest, account) and r.weight is not null and e.author_id = account
		union
		select case when g.finished_at < a.finished_at then a.id else g.id end, g.explanation_id
		from game.rounds g join game.rounds a on a.explanation_id = g.explanation_id and a.player_id = account
			and a.weight is not null
		where g.player_id = guest and g.weight is not null;
end $$;

-- Takes back what one person told twice or of their own. Explanations that change are locked.
create function game.take_back_told(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
declare
	voters uuid[];
	voted bigint[];
	vote_values smallint[];
	rounds uuid[] := array(select l.round_id from game.rounds_lost_by_merging(guest, account) l);
begin
	select array_agg(l.player_id), array_agg(l.explanation_id), array_agg(l.value)
		into voters, voted, vote_values from game.votes_lost_by_merging(guest, account) l;
	delete from game.votes v using unnest(voters, voted) l (player_id, explanation_id)
		where v.player_id = l.player_id and v.explanation_id = l.explanation_id;
	perform game.uncount_votes(voted, vote_values);
	delete from game.laughs l using game.laughs_lost_by_merging(guest, account) gone
		where l.player_id = gone.player_id and l.explanation_id = gone.explanation_id;
	-- Of two reports of one explanation the guest's.
	with twice as (
		delete from game.reports r using game.reports o
			where r.player_id = guest and o.player_id = account and o.explanation_id = r.explanation_id
			returning r.explanation_id
	)
	update game.explanations e set report_count = greatest(0, e.report_count - 1) from twice where e.id = twice.explanation_id;
	-- Rounds keep their results, and what they did to ratings: of two on one neuron only the first moved one. Their points
	-- are the account's already.
	update game.rounds r set player_id = account where r.id = any (rounds) and r.player_id = guest;
	perform game.uncount_rounds(rounds);
end $$;

-- What the guest told of explanations, and its rounds. The account's own open round ends where it is on what has become
-- its own.
create function game.merge_told(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
begin
	delete from game.rounds r where r.finished_at is null and (r.player_id = guest
		or r.player_id = account and r.explanation_id in (
			select own.id from game.explanations own where own.author_id = account));
	update game.rounds r set player_id = account where r.player_id = guest;
	update game.votes v set player_id = account where v.player_id = guest;
	update game.laughs l set player_id = account where l.player_id = guest;
	update game.reports r set player_id = account where r.player_id = guest;
end $$;
drop function game.merge_rounds;

-- Explanations whose sums a merge changes.
create function game.changed_by_merging(guest uuid, account uuid) returns setof bigint
language plpgsql stable set search_path = '' as $$
begin
	return query
		select l.explanation_id from game.votes_lost_by_merging(guest, account) l
		union all select l.explanation_id from game.laughs_lost_by_merging(guest, account) l
		union all select l.explanation_id from game.rounds_lost_by_merging(guest, account) l
		union all select r.explanation_id from game.reports r join game.reports o on o.explanation_id = r.explanation_id
			and o.player_id = account where r.player_id = guest;
end $$;

-- The second step for these guests. Their accounts are locked.
create function game.finish_merges_of(guests uuid[], accounts uuid[]) returns void
language plpgsql set search_path = '' as $$
declare
	changed bigint[] := array(
		select game.changed_by_merging(m.guest, m.account) from unnest(guests, accounts) m (guest, account)
	);
begin
	if cardinality(changed) > 0 then
		-- In the order that all writers keep.
		perform from game.explanations e where e.id = any (changed) order by e.id for no key update;
		perform game.take_back_told(m.guest, m.account) from unnest(guests, accounts) m (guest, account);
	end if;
	perform game.merge_told(m.guest, m.account) from unnest(guests, accounts) m (guest, account);
	-- Points that a drainer had in its hands at the first step: waits for it.
	perform from game.players p where p.id = any (guests) order by p.id for update;
	perform game.merge_points(m.guest, m.account) from unnest(guests, accounts) m (guest, account);
	delete from auth.users u where u.id = any (guests);
end $$;

-- The second step for the guests of this account, which is locked.
create function game.finish_merges_into(account uuid) returns void
language plpgsql set search_path = '' as $$
declare
	guests uuid[] := array(select p.id from game.players p where p.taken_over_by = account order by p.id);
begin
	if cardinality(guests) > 0 then
		perform game.finish_merges_of(guests, array_fill(account, array[cardinality(guests)]));
	end if;
end $$;

-- The second step for the guests of the calling account. Returns the profile as api.me gives it.
create function api.finish_merge() returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
	player uuid := game.begin_write();
begin
	perform game.finish_merges_into(player);
	return api.me();
end $$;
grant execute on function api.finish_merge to authenticated;

-- The second step for guests that wait for it. Accounts that are at a write just now are left for the next time: waiting
-- for them would hold up all that this transaction has locked. Returns how many guests it was done for.
create function game.finish_merges(most int) returns int
language plpgsql set search_path = '' as $$
declare
	accounts uuid[] := array(
		select b.player_id from game.write_budgets b
		where b.player_id in (select p.taken_over_by from game.players p where p.taken_over_by is not null)
		order by b.player_id limit most for update skip locked
	);
	guests uuid[];
	of_guests uuid[];
begin
	if cardinality(accounts) > 0 then
		-- Looked up after the accounts are locked: what another did meanwhile is done.
		select array_agg(p.id order by p.id), array_agg(p.taken_over_by order by p.id) into guests, of_guests
			from game.players p where p.taken_over_by = any (accounts);
		if guests is not null then
			perform game.finish_merges_of(guests, of_guests);
		end if;
	end if;
	return coalesce(cardinality(guests), 0);
end $$;

create or replace function api.export_my_data() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	player uuid := game.begin_write();
begin
	perform game.finish_merges_into(player);
	return game.standing_of(player) || game.deeds_of(player);
end $$;

-- Deletes the calling player and the sign-in. Explanations, evidence and records stay, unsigned, or go with them. What
-- the player's rounds told of others' explanations stays in the sums, which name nobody.
create or replace function api.delete_account(keep_explanations boolean) returns void
language plpgsql security definer set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
	player uuid := game.begin_write();
	touched record;
begin
	if keep_explanations is null then
		perform game.refuse(400, 'invalid', 'Say whether your explanations stay.');
	end if;
	perform game.finish_merges_into(player);
	perform game.withdraw_votes(player);
	delete from game.feedback x where x.player_id = player;
	if not keep_explanations then
		delete from game.evidence x where x.player_id = player;
		delete from game.records x where x.player_id = player;
		for touched in
			with gone as (delete from game.explanations e where e.author_id = player returning e.campaign_id, e.neuron_index)
			select distinct campaign_id, neuron_index from gone order by 1, 2
		loop
			perform game.review_neuron(touched.campaign_id, touched.neuron_index);
		end loop;
	end if;
	delete from auth.users u where u.id = player;
end $$;

-- Drains the queues of those who left or became part of an account, and points, and does what else is due. Returns how
-- many points entries were drained. Sums of points are locked after explanations and neurons, as a merge does.
create or replace function api.run_upkeep() returns int
language plpgsql security definer set search_path = '' as $$
declare
	batch constant int := 5000;
	merges_at_once constant int := 100;
	neurons_at_once constant int := 200;
	today date := (now() at time zone 'UTC')::date;
	drained int;
begin
	-- One of both each time: explanations are locked in one order.
	if game.finish_merges(merges_at_once) = 0 then
		perform game.uncount_votes_left(batch);
	end if;
	perform game.review_due(neurons_at_once);
	drained := game.drain_points(batch);
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
