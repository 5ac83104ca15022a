-- Blind rounds. A check asks, for one explanation of somebody else, on which of six unmarked passages the neuron
-- fires; an intruder round shows four passages, three of which fire, and asks for the odd one. The truth stays here
-- until the round is judged: once, in time, by its player.
create table game.rounds (
	id uuid primary key default gen_random_uuid(),
	player_id uuid not null references game.players (id) on delete cascade,
	kind text not null check (kind in ('check', 'intruder')),
	campaign_id text not null,
	neuron_index int not null,
	explanation_id bigint references game.explanations (id) on delete cascade,
	passages int[] not null,
	truth boolean[] not null,
	-- Peak of each passage in per mille of the neuron's maximum, shown with the truth.
	shares smallint[] not null,
	-- Its explanation is well established: the round measures the player.
	is_gold boolean not null default false,
	-- The player's first rounds: they count for nobody's score.
	is_calibration boolean not null default false,
	-- The player's first round on this neuron: only those move ratings.
	is_first boolean not null default false,
	started_at timestamptz not null default now(),
	expires_at timestamptz not null default now() + interval '30 minutes',
	finished_at timestamptz,
	answer boolean[],
	accuracy real check (accuracy between 0 and 1),
	points int,
	foreign key (campaign_id, neuron_index) references game.neurons (campaign_id, index)
);
create index rounds_by_player on game.rounds (player_id, campaign_id, neuron_index);
create index rounds_by_explanation on game.rounds (explanation_id);
create unique index rounds_open on game.rounds (player_id, campaign_id, kind) where finished_at is null;
alter table game.rounds enable row level security;

-- Draws passages of a neuron that the player has not met in an earlier round, in random order. At least half of the
-- quiet ones are near misses where there are such. Fewer rows than asked for mean that they ran out.
create function game.draw_passages(player uuid, campaign_id text, neuron_index int, firing int, quiet int)
returns table (passage int, fires boolean, share smallint)
language plpgsql volatile set search_path = '' as $$
#variable_conflict use_column
declare
	exhibit game.exhibits;
	met int[];
begin
	select * into exhibit from game.exhibits x
		where x.campaign_id = draw_passages.campaign_id and x.neuron_index = draw_passages.neuron_index;
	select coalesce(array_agg(p), '{}') into met from game.rounds r, unnest(r.passages) p
		where r.player_id = player and r.campaign_id = exhibit.campaign_id and r.neuron_index = exhibit.neuron_index;
	return query select d.passage, d.fires, d.share from (
		(select f.passage, true as fires, f.share from unnest(exhibit.firing, exhibit.firing_shares) f (passage, share)
			where f.passage <> all (met) order by random() limit draw_passages.firing)
		union all
		(select q.passage, false, q.share from (
			select u.*, row_number() over (partition by u.near order by random()) as turn
			from unnest(exhibit.quiet, exhibit.quiet_shares, exhibit.near_misses) u (passage, share, near)
			where u.passage <> all (met)
		) q order by not (q.near and q.turn <= (draw_passages.quiet + 1) / 2), random() limit draw_passages.quiet)
	) d order by random();
end $$;

-- What a player may know of a round before it is judged.
create function game.round_json(round game.rounds) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
	return jsonb_build_object(
		'id', round.id, 'kind', round.kind, 'neuron_index', round.neuron_index, 'passages', round.passages,
		'explanation_id', round.explanation_id::text,
		'explanation', (select e.text from game.explanations e where e.id = round.explanation_id),
		'expires_at', round.expires_at
	);
end $$;

-- The player's open round of this kind; one that ran out of time is taken away.
create function game.open_round(player uuid, campaign_id text, kind text) returns game.rounds
language plpgsql set search_path = '' as $$
#variable_conflict use_column
declare
	round game.rounds;
begin
	delete from game.rounds r where r.player_id = player and r.finished_at is null and r.expires_at <= now();
	select * into round from game.rounds r where r.player_id = player and r.campaign_id = open_round.campaign_id
		and r.kind = open_round.kind and r.finished_at is null;
	return round;
end $$;

-- Deals a round of these passages; null when the neuron has too few of them left for this player.
create function game.begin_round(
	player uuid, kind text, campaign_id text, neuron_index int, explanation_id bigint, firing int, quiet int,
	is_gold boolean, is_calibration boolean
) returns game.rounds
language plpgsql set search_path = '' as $$
#variable_conflict use_column
declare
	round game.rounds;
begin
	insert into game.rounds (player_id, kind, campaign_id, neuron_index, explanation_id, passages, truth, shares,
			is_gold, is_calibration, is_first)
		select player, begin_round.kind, begin_round.campaign_id, begin_round.neuron_index, begin_round.explanation_id,
			array_agg(d.passage), array_agg(d.fires), array_agg(d.share), begin_round.is_gold, begin_round.is_calibration,
			not exists (select from game.rounds r where r.player_id = player
				and r.campaign_id = begin_round.campaign_id and r.neuron_index = begin_round.neuron_index)
		from game.draw_passages(player, begin_round.campaign_id, begin_round.neuron_index, firing, quiet) d
		having count(*) filter (where d.fires) = firing and count(*) filter (where not d.fires) = quiet
		returning * into round;
	return round;
end $$;

-- Explanations that the player could check, in the order in which they should be tried: of others, never checked by
-- this player, at random among those that a round teaches most about. Gold ones instead when asked for.
create function game.checkable(player uuid, campaign_id text, gold boolean) returns setof game.explanations
language plpgsql volatile set search_path = '' as $$
#variable_conflict use_column
declare
	-- The neediest so many; a player has checked few of them, since they change as they are checked.
	looked_at constant int := 300;
	drawn_from constant int := 40;
	tried constant int := 6;
begin
	if gold then
		return query select c.* from (
			select e.* from game.explanations e
			where e.campaign_id = checkable.campaign_id and e.status = 'shown' and not e.is_shadowed and e.is_checkable
				and e.rounds >= 8 and e.score_low >= 0.7
			order by e.score_low desc limit looked_at
		) c where c.author_id is distinct from player
			and not exists (select from game.rounds r where r.player_id = player and r.campaign_id = c.campaign_id
				and r.neuron_index = c.neuron_index and r.explanation_id = c.id)
		order by random() limit tried;
	else
		return query select f.* from (
			select c.* from (
				select e.* from game.explanations e
				where e.campaign_id = checkable.campaign_id and e.status = 'shown' and not e.is_shadowed
					and e.is_checkable
				order by e.check_need desc limit looked_at
			) c where c.author_id is distinct from player
				and not exists (select from game.rounds r where r.player_id = player and r.campaign_id = c.campaign_id
					and r.neuron_index = c.neuron_index and r.explanation_id = c.id)
			order by c.check_need desc limit drawn_from
		) f order by random() limit tried;
	end if;
end $$;

-- Starts a check, or gives the one that is open. Returns {id, neuron_index, explanation, passages, expires_at};
-- refuses with 'no_checks' when there is nothing that this player could judge.
create function api.start_check(campaign_id text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	calibration_rounds constant int := 3;
	gold_share constant double precision := 0.1;
	player uuid := game.begin_write();
	round game.rounds := game.open_round(player, start_check.campaign_id, 'check');
	finished int := (select p.rounds_finished from game.players p where p.id = player);
	wants_gold boolean := finished < calibration_rounds or random() < gold_share;
	candidate game.explanations;
	firing int;
begin
	if round.id is not null then
		return game.round_json(round);
	end if;
	for candidate in
		select * from (select * from game.checkable(player, start_check.campaign_id, true) where wants_gold) gold
		union all select * from (select * from game.checkable(player, start_check.campaign_id, false)) needy
	loop
		firing := 2 + floor(3 * random());
		round := game.begin_round(player, 'check', candidate.campaign_id, candidate.neuron_index, candidate.id, firing,
			6 - firing, candidate.rounds >= 8 and candidate.score_low >= 0.7, finished < calibration_rounds);
		exit when round.id is not null;
	end loop;
	if round.id is null then
		perform game.refuse(404, 'no_checks', 'There is nothing to check for you at the moment.');
	end if;
	return game.round_json(round);
end $$;
grant execute on function api.start_check to authenticated;

-- Starts an intruder round, or gives the one that is open: four passages, of which three fire.
create function api.start_intruder(campaign_id text) returns jsonb
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
	player uuid := game.begin_write();
	round game.rounds := game.open_round(player, start_intruder.campaign_id, 'intruder');
	rating real := (select p.rating from game.players p where p.id = player);
	candidate int;
begin
	if round.id is not null then
		return game.round_json(round);
	end if;
	for candidate in
		select close.index from (
			select c.index from (
				select n.index, n.rating from game.neurons n
				where n.campaign_id = start_intruder.campaign_id and n.is_dealt and n.retired_for is null
					and n.is_checkable and not exists (select from game.rounds r where r.player_id = player
						and r.campaign_id = n.campaign_id and r.neuron_index = n.index)
				order by n.need desc, n.difficulty, n.index limit 200
			) c order by abs(c.rating - rating), random() limit 24
		) close order by random() limit 6
	loop
		round := game.begin_round(player, 'intruder', start_intruder.campaign_id, candidate, null, 3, 1, false, false);
		exit when round.id is not null;
	end loop;
	if round.id is null then
		perform game.refuse(404, 'no_checks', 'There is nothing to check for you at the moment.');
	end if;
	return game.round_json(round);
end $$;
grant execute on function api.start_intruder to authenticated;
