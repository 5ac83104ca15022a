-- Which puzzle comes next, and which explanations are offered with it. Dealt neurons are noted for players, hence the
-- owner's rights: no client may write that itself.

-- Candidates: those that a newcomer should meet (clear ones), or the neediest. All are unseen by the player and not
-- among `exclude`.
create function game.deal_unseen(campaign_id text, exclude int[], seen bytea, is_newcomer boolean, rating real)
returns int
language plpgsql volatile set search_path = '' as $$
#variable_conflict use_column
declare
	-- At random among the first few, so that players spread.
	first_few constant int := 24;
	-- Among so many needy ones, those closest to the player's rating are chosen.
	needy constant int := 96;
	-- Said in place and not by game.has_bit: a call for each row would cost more than all the rest.
	bits int := coalesce(8 * octet_length(deal_unseen.seen), 0);
	dealt int;
begin
	if is_newcomer then
		select c.index into dealt from (
			select n.index from game.neurons n
			where n.campaign_id = deal_unseen.campaign_id and n.is_dealt and n.retired_for is null
				and n.index <> all (deal_unseen.exclude) and case when n.index < bits then get_bit(deal_unseen.seen, n.index) = 0 else true end
			order by n.welcome, n.index limit first_few
		) c order by random() limit 1;
	else
		select close.index into dealt from (
			select c.index from (
				select n.index, n.rating from game.neurons n
				where n.campaign_id = deal_unseen.campaign_id and n.is_dealt and n.retired_for is null
					and n.index <> all (deal_unseen.exclude) and case when n.index < bits then get_bit(deal_unseen.seen, n.index) = 0 else true end
				order by n.need desc, n.difficulty, n.index limit needy
			) c order by abs(c.rating - deal_unseen.rating), random() limit first_few
		) close order by random() limit 1;
	end if;
	return dealt;
end $$;

-- When all were dealt: one that was only looked at, neither answered nor skipped.
create function game.deal_unanswered(player uuid, campaign_id text, exclude int[]) returns int
language sql volatile set search_path = '' as $$
	select n.index from game.neurons n
	where n.campaign_id = deal_unanswered.campaign_id and n.is_dealt and n.retired_for is null
		and n.index <> all (deal_unanswered.exclude)
		and not exists (select from game.answers a where a.player_id = deal_unanswered.player
			and a.campaign_id = n.campaign_id and a.neuron_index = n.index)
	order by n.need desc, n.difficulty, n.index limit 1
$$;

-- At most four explanations of others to choose among, by Thompson sampling: each draws from its own posterior (in
-- normal approximation; Box and Muller's method), the best draws are shown in random order, without scores. More than
-- 60 do not take part: those with the lowest bounds stay out unless they are new.
create function game.choices(campaign_id text, neuron_index int, player uuid) returns jsonb
language plpgsql volatile set search_path = '' as $$
#variable_conflict use_column
declare
	shown constant int := 4;
	best_taking_part constant int := 40;
	new_taking_part constant int := 20;
begin
	return (select coalesce(jsonb_agg(
		jsonb_build_object('id', drawn.id::text, 'text', drawn.text, 'covers', drawn.covers) order by random()
	), '[]') from (
		select c.id, c.text, c.covers from (
			(select e.id, e.text, e.covers, e.score_mean, e.score_sd, e.author_id from game.explanations e
			where e.campaign_id = choices.campaign_id and e.neuron_index = choices.neuron_index
				and e.status = 'shown' and not e.is_shadowed
			order by e.score_low desc, e.id limit best_taking_part)
			union
			(select e.id, e.text, e.covers, e.score_mean, e.score_sd, e.author_id from game.explanations e
			where e.campaign_id = choices.campaign_id and e.neuron_index = choices.neuron_index
				and e.status = 'shown' and not e.is_shadowed
			order by e.id desc limit new_taking_part)
		) c where c.author_id is distinct from choices.player
		order by c.score_mean + c.score_sd * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) desc limit shown
	) drawn);
end $$;

-- Deals a puzzle: {index, explanations: [{id, text, covers}]}, or null when the player has met every neuron. `exclude`
-- names neurons that the caller has just seen; for players the store also remembers.
create function api.next_puzzle(campaign_id text, exclude int[] default '{}') returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_column
declare
	newcomer_answers constant int := 8;
	player uuid := game.begin_deal();
	profile game.players;
	passed int[] := coalesce(array_remove(next_puzzle.exclude, null), '{}');
	seen bytea;
	dealt int;
begin
	if cardinality(passed) > 5000 then
		perform game.refuse(400, 'server', 'Too many neurons are excluded.');
	end if;
	if not exists (select from game.campaigns c where c.id = next_puzzle.campaign_id) then
		perform game.refuse(404, 'not_found', 'There is no such campaign.');
	end if;
	select * into profile from game.players p where p.id = player;
	select s.neurons into seen from game.seen s where s.player_id = player and s.campaign_id = next_puzzle.campaign_id;
	dealt := game.deal_unseen(next_puzzle.campaign_id, passed, seen,
		coalesce(profile.answered_count, 0) < newcomer_answers, coalesce(profile.rating, 1500));
	if dealt is null and player is not null then
		dealt := game.deal_unanswered(player, next_puzzle.campaign_id, passed);
	end if;
	if dealt is null then
		return null;
	end if;
	if player is not null then
		perform game.mark_seen(player, next_puzzle.campaign_id, dealt);
	end if;
	return jsonb_build_object(
		'index', dealt, 'explanations', game.choices(next_puzzle.campaign_id, dealt, player)
	);
end $$;
grant execute on function api.next_puzzle to anon, authenticated;
