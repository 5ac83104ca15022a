-- Quests are contests with a window: who earns most points for certain deeds, and who reaches the goal. And badges,
-- which are kept for good.
create table game.quests (
	id bigint generated always as identity primary key,
	kind text not null check (kind in ('week', 'month', 'special')),
	-- What the pages call it; a special one brings its own title.
	theme text not null check (theme ~ '^[a-z][a-z-]{1,39}$'),
	title text check (char_length(title) between 3 and 100),
	campaign_id text references game.campaigns (id),
	-- Points for these reasons count.
	reasons text[] not null check (cardinality(reasons) between 1 and 10),
	goal int not null check (goal > 0),
	starts_at timestamptz not null,
	ends_at timestamptz not null check (ends_at > starts_at),
	unique (kind, theme, starts_at)
);
create index quests_by_end on game.quests (ends_at);
create table game.quest_scores (
	quest_id bigint not null references game.quests (id) on delete cascade,
	player_id uuid not null references game.players (id) on delete cascade,
	points bigint not null,
	reached_at timestamptz,
	primary key (quest_id, player_id)
);
create index quest_scores_best on game.quest_scores (quest_id, points desc, player_id);
create index quest_scores_by_player on game.quest_scores (player_id);
create table game.badges (
	player_id uuid not null references game.players (id) on delete cascade,
	badge text not null,
	earned_at timestamptz not null default now(),
	primary key (player_id, badge)
);
alter table game.quests enable row level security;
alter table game.quest_scores enable row level security;
alter table game.badges enable row level security;
create policy "everyone sees quests" on game.quests for select using (true);
create policy "players see their badges" on game.badges for select to authenticated
	using (player_id = (select auth.uid()));
grant select on game.quests to anon, authenticated;
grant select on game.badges to authenticated;

-- Makes the quests of the week and the month that holds `at`, with themes that take turns.
create function game.ensure_quests(at timestamptz) returns void
language plpgsql set search_path = '' as $$
declare
	today date := (at at time zone 'UTC')::date;
	week date := game.bucket_of('week', today);
	month date := game.bucket_of('month', today);
begin
	insert into game.quests (kind, theme, reasons, goal, starts_at, ends_at)
		select 'week', turn.theme, turn.reasons, turn.goal, week::timestamp at time zone 'UTC',
			(week + 7)::timestamp at time zone 'UTC'
		from (values
			(0, 'blind-rounds', array['round'], 100),
			(1, 'explanations', array['explanation', 'vote', 'no-pattern'], 60),
			(2, 'evidence', array['evidence', 'record'], 40)
		) turn (number, theme, reasons, goal)
		where turn.number = (week - date '2000-01-03') / 7 % 3
		on conflict do nothing;
	insert into game.quests (kind, theme, reasons, goal, starts_at, ends_at)
		values ('month', 'all-round', array['round', 'explanation', 'vote', 'no-pattern', 'evidence', 'record'], 500,
			month::timestamp at time zone 'UTC', (month + interval '1 month')::timestamp at time zone 'UTC')
		on conflict do nothing;
end $$;

-- Makes a special quest: {theme, title, campaign_id, reasons, goal, starts_at, ends_at}. Returns its id.
create function api.add_quest(quest jsonb) returns text
language plpgsql security definer set search_path = '' as $$
declare
	added bigint;
begin
	insert into game.quests (kind, theme, title, campaign_id, reasons, goal, starts_at, ends_at)
		values ('special', quest ->> 'theme', quest ->> 'title', quest ->> 'campaign_id',
			array(select jsonb_array_elements_text(quest -> 'reasons')), (quest ->> 'goal')::int,
			(quest ->> 'starts_at')::timestamptz, (quest ->> 'ends_at')::timestamptz)
		returning id into added;
	return added::text;
end $$;
grant execute on function api.add_quest to service_role;

-- Quests that run now or ended within a week, with the caller's points in them.
create function api.quests() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select coalesce(jsonb_agg(jsonb_build_object(
		'id', q.id::text, 'kind', q.kind, 'theme', q.theme, 'title', q.title, 'campaign_id', q.campaign_id,
		'goal', q.goal, 'starts_at', q.starts_at, 'ends_at', q.ends_at,
		'my_points', coalesce(s.points, 0), 'reached_at', s.reached_at
	) order by q.ends_at, q.id), '[]')
	from game.quests q left join game.quest_scores s on s.quest_id = q.id and s.player_id = auth.uid()
	where q.starts_at <= now() and q.ends_at > now() - interval '7 days');
end $$;
grant execute on function api.quests to anon, authenticated;

-- The first fifty listed players of a quest.
create function api.quest_board(quest_id bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
begin
	return (select coalesce(jsonb_agg(jsonb_build_object(
		'rank', best.rank, 'name', best.name, 'avatar', best.avatar, 'points', best.points,
		'has_reached', best.reached_at is not null, 'is_me', coalesce(best.player_id = auth.uid(), false)
	) order by best.rank, best.player_id), '[]') from (
		select s.*, p.name, p.avatar, rank() over (order by s.points desc) as rank
		from game.quest_scores s join game.players p on p.id = s.player_id
		where s.quest_id = quest_board.quest_id and p.is_listed order by s.points desc, s.player_id limit 50
	) best);
end $$;
grant execute on function api.quest_board to anon, authenticated;

-- Gives the player the badges that are due.
create function game.award_badges(player uuid) returns void
language plpgsql set search_path = '' as $$
begin
	insert into game.badges (player_id, badge)
		select p.id, due.badge from game.players p, lateral (values
			('first-answer', p.answered_count >= 1),
			('ten-neurons', p.answered_count >= 10),
			('hundred-neurons', p.answered_count >= 100),
			('ten-rounds', p.rounds_finished >= 10),
			('hundred-rounds', p.rounds_finished >= 100),
			('week-in-a-row', p.streak_best >= 7),
			('month-in-a-row', p.streak_best >= 30),
			('solver', exists (select from game.explanations e join game.neurons n on n.best_id = e.id
				where e.author_id = p.id and n.solved_at is not null)),
			('light-maker', exists (select from game.records r where r.player_id = p.id and r.beats_corpus)),
			('quest', exists (select from game.quest_scores s where s.player_id = p.id and s.reached_at is not null))
		) due (badge, is_due)
		where p.id = player and due.is_due on conflict do nothing;
end $$;

-- The calling player's badges, newest first; gives those that are due.
create function api.my_badges() returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
	perform game.award_badges(auth.uid());
	return (select coalesce(jsonb_agg(jsonb_build_object('badge', b.badge, 'earned_at', b.earned_at)
		order by b.earned_at desc, b.badge), '[]') from game.badges b where b.player_id = auth.uid());
end $$;
grant execute on function api.my_badges to authenticated;
