-- How a guest becomes part of an account. Nothing is counted twice: of two votes on one explanation the older stands,
-- of two answers on one neuron the older; votes on what has become one's own are withdrawn.

create function game.merge_votes(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
declare
	dropped record;
begin
	perform from game.explanations e where e.id in (select v.explanation_id from game.votes v where v.player_id = guest)
		or e.author_id = guest order by e.id for no key update;
	for dropped in
		with losers as (
			-- Votes between the two, in either direction.
			select v.player_id, v.explanation_id, v.value from game.votes v join game.explanations e on e.id = v.explanation_id
			where (v.player_id = guest and e.author_id = account) or (v.player_id = account and e.author_id = guest)
			union
			-- Of two votes on one explanation, the younger.
			select younger.player_id, younger.explanation_id, younger.value
			from game.votes g join game.votes a on a.explanation_id = g.explanation_id and a.player_id = account,
				lateral (select v.* from (values (g.player_id, g.explanation_id, g.value), (a.player_id, a.explanation_id, a.value))
					v (player_id, explanation_id, value)
					where v.player_id = case when g.created_at < a.created_at then account else guest end) younger
			where g.player_id = guest
		)
		delete from game.votes v using losers l
			where v.player_id = l.player_id and v.explanation_id = l.explanation_id
			returning v.explanation_id, v.value
	loop
		update game.explanations e set votes_up = e.votes_up - (dropped.value = 1)::int,
			votes_down = e.votes_down - (dropped.value = -1)::int where e.id = dropped.explanation_id;
	end loop;
	update game.votes v set player_id = account where v.player_id = guest;
end $$;

-- Answers: the older of two stands; neurons count each player once.
create function game.merge_answers(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
begin
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
	update game.answers a set player_id = account where a.player_id = guest;
	insert into game.seen as s (player_id, campaign_id, neurons)
		select account, g.campaign_id, g.neurons from game.seen g where g.player_id = guest
		on conflict (player_id, campaign_id) do update set neurons = game.either_bits(s.neurons, excluded.neurons);
end $$;

-- Whether the first of two answers stands: a real answer before a skip, else the older, the account's when equal.
create function game.is_older(one game.answers, other game.answers) returns boolean
language sql immutable set search_path = '' as $$
	select (one.kind = 'skip', one.answered_at, one.player_id) < (other.kind = 'skip', other.answered_at, other.player_id)
$$;

-- Bits that are set in either.
create function game.either_bits(one bytea, other bytea) returns bytea
language plpgsql immutable set search_path = '' as $$
declare
	longer bytea := case when octet_length(one) >= octet_length(other) then one else other end;
	shorter bytea := case when octet_length(one) >= octet_length(other) then other else one end;
begin
	for i in 0 .. octet_length(shorter) - 1 loop
		longer := set_byte(longer, i, get_byte(longer, i) | get_byte(shorter, i));
	end loop;
	return longer;
end $$;

-- Rounds keep their results; the account's own explanations lose what its guest judged of them. Of two rounds on one
-- neuron only the first moved a rating, and both did so for different ratings: nothing to undo.
create function game.merge_rounds(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
begin
	delete from game.rounds r where r.player_id = guest and r.finished_at is null;
	update game.rounds r set player_id = account where r.player_id = guest;
end $$;

-- Points: entries change their owner, sums are added bucket by bucket.
create function game.merge_points(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
begin
	update game.points p set player_id = account where p.player_id = guest;
	insert into game.scores as s (period, bucket, player_id, points, country, region, is_listed)
		select g.period, g.bucket, account, g.points, p.country, p.region, p.is_listed
		from game.scores g join game.players p on p.id = account where g.player_id = guest
		on conflict (period, bucket, player_id) do update set points = s.points + excluded.points;
	insert into game.quest_scores as s (quest_id, player_id, points, reached_at)
		select g.quest_id, account, g.points, g.reached_at from game.quest_scores g where g.player_id = guest
		on conflict (quest_id, player_id) do update set points = s.points + excluded.points,
			reached_at = least(s.reached_at, excluded.reached_at);
	insert into game.badges (player_id, badge, earned_at)
		select account, g.badge, g.earned_at from game.badges g where g.player_id = guest on conflict do nothing;
end $$;

-- Profile: the account's own choices stand, a guest's fill the gaps. The streak that goes on is the one played later;
-- when both were played on the same or neighbouring days, the longer. The rating that is known better stands.
create function game.merge_profile(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
declare
	g game.players;
	a game.players;
begin
	select * into g from game.players p where p.id = guest;
	select * into a from game.players p where p.id = account;
	-- The guest's name is free for the account from here on.
	update game.players p set name = null, name_key = null where p.id = guest;
	update game.players p set
		name = coalesce(a.name, g.name), name_key = coalesce(a.name_key, g.name_key),
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

-- Makes everything of the guest the account's and deletes the guest. Locks explanations, then neurons, as all writers.
create function game.merge_players(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
begin
	perform game.merge_votes(guest, account);
	update game.explanations e set author_id = account where e.author_id = guest;
	perform game.merge_answers(guest, account);
	perform game.merge_rounds(guest, account);
	perform game.merge_points(guest, account);
	perform game.merge_profile(guest, account);
	update game.evidence x set player_id = account where x.player_id = guest;
	update game.records x set player_id = account where x.player_id = guest;
	update game.feedback x set player_id = account where x.player_id = guest;
	update game.reports r set player_id = account where r.player_id = guest and not exists (
		select from game.reports o where o.player_id = account and o.explanation_id = r.explanation_id);
	delete from auth.users u where u.id = guest;
end $$;
