-- Taking a guest over undoes what one person should not have told twice, or of their own: rounds like votes. The older
-- round stands. And what a device still sends, and what moderators wrote down, goes with the player.

-- What each item of the round counted for its explanation; null when it counts for none.
alter table game.rounds add column weight double precision;

-- How often a round's answer hit and missed: what game.explanations counts, each item once.
create function game.hits_of(truth boolean[], answer boolean[])
returns table (tp int, fn int, tn int, fp int)
language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return query select count(*) filter (where t.fires and t.said)::int, count(*) filter (where t.fires and not t.said)::int,
			count(*) filter (where not t.fires and not t.said)::int, count(*) filter (where not t.fires and t.said)::int
		from unnest(hits_of.truth, hits_of.answer) t (fires, said);
end $$;

-- Adds a counted check to its explanation, each item with the round's weight. Returns the points.
create or replace function game.count_check(
	round game.rounds, answer boolean[], accuracy double precision, reliability double precision
) returns int
language plpgsql set search_path = '' as $$
declare
	before game.explanations;
	after double precision;
	counted double precision;
begin
	select * into before from game.explanations e where e.id = round.explanation_id and e.status = 'shown'
		for no key update;
	if not found then
		return 0;
	end if;
	counted := game.round_weight(reliability, accuracy, before.rounds, before.score_mean);
	update game.explanations e set
		rounds = e.rounds + 1,
		tp = e.tp + counted * h.tp, fn = e.fn + counted * h.fn, tn = e.tn + counted * h.tn, fp = e.fp + counted * h.fp
		from game.hits_of(round.truth, answer) h
		where e.id = round.explanation_id returning e.score_sd into after;
	update game.rounds r set weight = counted where r.id = round.id;
	return game.information_points(before.score_sd, after);
end $$;

-- Counted rounds that a merge takes back: those between the two, in either direction, and of two on one explanation the
-- younger.
create function game.rounds_lost_by_merging(guest uuid, account uuid)
returns table (round_id uuid, explanation_id bigint)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	return query
		select r.id, r.explanation_id from game.rounds r join game.explanations e on e.id = r.explanation_id
		where r.player_id = guest and r.weight is not null and e.author_id = account
		union
		select r.id, r.explanation_id from game.explanations e join game.rounds r on r.explanation_id = e.id
			and r.player_id = account and r.weight is not null
		where e.author_id = guest
		union
		select case when g.finished_at < a.finished_at then a.id else g.id end, g.explanation_id
		from game.rounds g join game.rounds a on a.explanation_id = g.explanation_id and a.player_id = account
			and a.weight is not null
		where g.player_id = guest and g.weight is not null;
end $$;

-- Takes back what a round was paid: its entry goes, and where it was drained its part of the boards. Else a guest who
-- tells again what the account has told, and is taken over, would be paid each time.
create function game.unpay_round(gone game.rounds) returns void
language plpgsql set search_path = '' as $$
declare
	entry game.points;
	is_due boolean;
begin
	-- A round is paid in the transaction that finishes it, at one time.
	select * into entry from game.points p where p.player_id = gone.player_id and p.reason = 'round'
		and p.earned_at = gone.finished_at and p.campaign_id = gone.campaign_id and p.neuron_index = gone.neuron_index
		order by p.id desc limit 1;
	if not found then
		return;
	end if;
	-- Waits for a drainer that has it in its hands.
	perform from game.points_due d where d.point_id = entry.id for update;
	is_due := found;
	delete from game.points p where p.id = entry.id;
	if not is_due then
		update game.scores s set points = s.points - entry.amount where s.player_id = entry.player_id
			and s.bucket = game.bucket_of(s.period, (entry.earned_at at time zone 'UTC')::date);
		update game.quest_scores s set points = s.points - entry.amount from game.quests q
			where s.player_id = entry.player_id and q.id = s.quest_id and entry.reason = any (q.reasons)
				and entry.earned_at >= q.starts_at and entry.earned_at < q.ends_at
				and (q.campaign_id is null or q.campaign_id = entry.campaign_id);
	end if;
end $$;

-- Takes rounds out of their explanations' sums and has their neurons looked at again. The rounds themselves stay, for
-- the passages that were shown.
create function game.uncount_rounds(round_ids uuid[]) returns void
language plpgsql set search_path = '' as $$
declare
	gone game.rounds;
begin
	for gone in select r.* from game.rounds r where r.id = any (round_ids) order by r.explanation_id, r.id loop
		update game.explanations e set
			rounds = greatest(0, e.rounds - 1),
			tp = greatest(0, e.tp - gone.weight * h.tp), fn = greatest(0, e.fn - gone.weight * h.fn),
			tn = greatest(0, e.tn - gone.weight * h.tn), fp = greatest(0, e.fp - gone.weight * h.fp)
			from game.hits_of(gone.truth, gone.answer) h where e.id = gone.explanation_id;
		perform game.unpay_round(gone);
		update game.rounds r set weight = null, points = 0 where r.id = gone.id;
		insert into game.reviews_due (campaign_id, neuron_index) values (gone.campaign_id, gone.neuron_index)
			on conflict do nothing;
	end loop;
end $$;

-- Rounds keep their results. Of two rounds on one neuron only the first moved a rating, and both did so for different
-- ratings: nothing to undo.
drop function game.merge_rounds;
create function game.merge_rounds(guest uuid, account uuid, lost uuid[]) returns void
language plpgsql set search_path = '' as $$
begin
	if cardinality(lost) > 0 then
		perform game.uncount_rounds(lost);
	end if;
	delete from game.rounds r where r.player_id = guest and r.finished_at is null;
	update game.rounds r set player_id = account where r.player_id = guest;
end $$;

-- What the guest's device has sent and may send again, and what moderators wrote down of or as the guest.
create function game.merge_papers(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
begin
	insert into game.deliveries (player_id, id, answer, delivered_at)
		select account, d.id, d.answer, d.delivered_at from game.deliveries d where d.player_id = guest
		on conflict do nothing;
	update game.moderation_log l set moderator_id = account where l.moderator_id = guest;
	update game.moderation_log l set player_id = account where l.player_id = guest;
end $$;

-- Makes everything of the guest the account's, without these rounds, and deletes the guest. Locks explanations, then
-- neurons, as all writers.
drop function game.merge_play;
create function game.merge_play(guest uuid, account uuid, lost_rounds uuid[]) returns void
language plpgsql set search_path = '' as $$
begin
	perform game.merge_votes(guest, account);
	perform game.merge_rounds(guest, account, lost_rounds);
	update game.explanations e set author_id = account where e.author_id = guest;
	perform game.merge_answers(guest, account);
	perform game.merge_points(guest, account);
	perform game.merge_profile(guest, account);
	update game.evidence x set player_id = account where x.player_id = guest;
	update game.records x set player_id = account where x.player_id = guest;
	update game.feedback x set player_id = account where x.player_id = guest;
	update game.reports r set player_id = account where r.player_id = guest and not exists (
		select from game.reports o where o.player_id = account and o.explanation_id = r.explanation_id);
	perform game.merge_papers(guest, account);
	delete from auth.users u where u.id = guest;
end $$;

-- The same for laughs and groups, before: a laugh at what has become one's own is taken back, and of two laughs at one
-- explanation one counts; groups that the account has no room for are left.
create or replace function game.merge_players(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
declare
	groups_of_a_player constant int := 10;
	-- Laughs at what becomes one's own, and of two laughs at one explanation the guest's.
	guests bigint[] := array(
		select l.explanation_id from game.laughs l join game.explanations e on e.id = l.explanation_id
			where l.player_id = guest and e.author_id = account
		union
		select l.explanation_id from game.laughs l join game.laughs o on o.explanation_id = l.explanation_id
			and o.player_id = account where l.player_id = guest
	);
	accounts bigint[] := array(
		select l.explanation_id from game.explanations e join game.laughs l on l.explanation_id = e.id
			and l.player_id = account where e.author_id = guest
	);
	lost_rounds uuid[];
	judged bigint[];
begin
	select array_agg(l.round_id), array_agg(l.explanation_id) into lost_rounds, judged
		from game.rounds_lost_by_merging(guest, account) l;
	if cardinality(guests || accounts || judged) > 0 then
		-- All that votes, rounds and laughs of both will change, in the order that all writers keep.
		perform from game.explanations e where e.id = any (guests || accounts || judged || array(
				select own.id from game.explanations own where own.author_id = guest
				union select l.explanation_id from game.votes_lost_by_merging(guest, account) l
			)) order by e.id for no key update;
	end if;
	delete from game.laughs l where l.player_id = guest and l.explanation_id = any (guests);
	delete from game.laughs l where l.player_id = account and l.explanation_id = any (accounts);
	update game.laughs l set player_id = account where l.player_id = guest;
	insert into game.memberships (group_id, player_id, joined_at)
		select m.group_id, account, m.joined_at from game.memberships m where m.player_id = guest
			and not exists (select from game.memberships o where o.group_id = m.group_id and o.player_id = account)
		order by m.joined_at
		limit greatest(0, groups_of_a_player - (select count(*) from game.memberships o where o.player_id = account));
	perform game.merge_play(guest, account, lost_rounds);
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
	if cardinality(explanations) > 0 then
		delete from game.votes v using unnest(players, explanations) l (player_id, explanation_id)
			where v.player_id = l.player_id and v.explanation_id = l.explanation_id;
		perform game.uncount_votes(explanations, vote_values);
	end if;
	update game.votes v set player_id = account where v.player_id = guest;
end $$;

-- Bits that are set in either. As bit strings, which are or-ed at once; their binary form is their length (four bytes)
-- and the bits.
create or replace function game.either_bits(one bytea, other bytea) returns bytea
language plpgsql immutable set search_path = '' as $$
declare
	longest int := greatest(octet_length(one), octet_length(other));
begin
	one := one || decode(repeat('00', longest - octet_length(one)), 'hex');
	other := other || decode(repeat('00', longest - octet_length(other)), 'hex');
	return substr(varbit_send(('x' || encode(one, 'hex'))::varbit | ('x' || encode(other, 'hex'))::varbit), 5);
end $$;
