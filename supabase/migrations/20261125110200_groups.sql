-- Friends by link: a group is its members and an id that nobody can guess. Who has the link may join; members see each
-- other's names and points, listed or not. A group has no name of its own, so there is nothing in it to moderate.
create table game.groups (
	-- 244 random bits; it is the invitation.
	id text primary key check (id ~ '^[0-9a-f]{64}$'),
	created_at timestamptz not null default now()
);
create table game.memberships (
	group_id text not null references game.groups (id) on delete cascade,
	player_id uuid not null references game.players (id) on delete cascade,
	joined_at timestamptz not null default now(),
	primary key (group_id, player_id)
);
create index memberships_by_player on game.memberships (player_id, joined_at);
alter table game.groups enable row level security;
alter table game.memberships enable row level security;
create policy "players see their memberships" on game.memberships for select to authenticated
	using (player_id = (select auth.uid()));
grant select on game.memberships to authenticated;

-- A group that its last member left is gone.
create function game.end_empty_group() returns trigger
language plpgsql set search_path = '' as $$
begin
	delete from game.groups g where g.id = old.group_id
		and not exists (select from game.memberships m where m.group_id = g.id);
	return null;
end $$;
create trigger groups_end_when_empty after delete on game.memberships for each row
	execute function game.end_empty_group();

-- Refuses to a player who is in as many groups as one may be.
create function game.require_group_left(player uuid) returns void
language plpgsql stable set search_path = '' as $$
declare
	groups_of_a_player constant int := 10;
begin
	if (select count(*) >= groups_of_a_player from game.memberships m where m.player_id = player) then
		perform game.refuse(409, 'group_limit', 'You are in ten groups already. Leave one first.');
	end if;
end $$;

-- Founds a group with the calling player as its first member; returns its id.
create function api.create_group() returns text
language plpgsql security definer set search_path = '' as $$
declare
	player uuid := game.begin_write();
	group_id text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
begin
	perform game.require_group_left(player);
	insert into game.groups (id) values (group_id);
	insert into game.memberships (group_id, player_id) values (group_id, player);
	return group_id;
end $$;
grant execute on function api.create_group to authenticated;

-- What an invitation says to somebody who has its link: {members, names: of the first three who have one, is_member};
-- null for a link that leads nowhere.
create function api.invitation(group_id text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
begin
	return (select jsonb_build_object(
		'members', (select count(*) from game.memberships m where m.group_id = g.id),
		'names', (select coalesce(jsonb_agg(first.name order by first.joined_at), '[]') from (
			select p.name, m.joined_at from game.memberships m join game.players p on p.id = m.player_id
			where m.group_id = g.id and p.name is not null order by m.joined_at limit 3) first),
		'is_member', exists (select from game.memberships m where m.group_id = g.id and m.player_id = auth.uid())
	) from game.groups g where g.id = invitation.group_id);
end $$;
grant execute on function api.invitation to anon, authenticated;

-- Makes the calling player a member; to be one already is no error.
create function api.join_group(group_id text) returns void
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
	members_of_a_group constant int := 50;
	player uuid := game.begin_write();
begin
	-- The group's row stays locked, so that two who take the last place come one after the other.
	perform from game.groups g where g.id = join_group.group_id for update;
	if not found then
		perform game.refuse(404, 'not_found', 'This invitation leads nowhere: its group is gone.');
	end if;
	if exists (select from game.memberships m where m.group_id = join_group.group_id and m.player_id = player) then
		return;
	end if;
	perform game.require_group_left(player);
	if (select count(*) >= members_of_a_group from game.memberships m where m.group_id = join_group.group_id) then
		perform game.refuse(409, 'group_limit', 'This group is full: it has fifty members.');
	end if;
	insert into game.memberships (group_id, player_id) values (join_group.group_id, player);
end $$;
grant execute on function api.join_group to authenticated;

-- Takes the calling player out of a group; who was none of its members leaves it as it is.
create function api.leave_group(group_id text) returns void
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
	player uuid := game.begin_write();
begin
	delete from game.memberships m where m.group_id = leave_group.group_id and m.player_id = player;
end $$;
grant execute on function api.leave_group to authenticated;

-- The calling player's groups, in the order of joining: [{id, members, names: of the first three others}].
create function api.my_groups() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
begin
	return (select coalesce(jsonb_agg(jsonb_build_object('id', mine.group_id,
		'members', (select count(*) from game.memberships m where m.group_id = mine.group_id),
		'names', (select coalesce(jsonb_agg(first.name order by first.joined_at), '[]') from (
			select p.name, m.joined_at from game.memberships m join game.players p on p.id = m.player_id
			where m.group_id = mine.group_id and m.player_id <> mine.player_id and p.name is not null
			order by m.joined_at limit 3) first)
	) order by mine.joined_at), '[]') from game.memberships mine where mine.player_id = auth.uid());
end $$;
grant execute on function api.my_groups to authenticated;

-- The board of one of the calling player's groups, members without points last; rows as api.leaderboard gives them.
create function api.group_board(group_id text, period text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
declare
	wanted date;
begin
	perform game.require_period(group_board.period);
	if not exists (select from game.memberships m where m.group_id = group_board.group_id and m.player_id = auth.uid()) then
		perform game.refuse(404, 'not_found', 'You are in no such group.');
	end if;
	wanted := game.bucket_of(group_board.period, (now() at time zone 'UTC')::date);
	return (select coalesce(jsonb_agg(jsonb_build_object(
		'rank', b.rank, 'name', b.name, 'avatar', b.avatar, 'country', b.country, 'points', b.points,
		'is_me', b.player_id = auth.uid()) order by b.rank, b.joined_at), '[]')
	from (
		select m.player_id, m.joined_at, p.name, p.avatar, p.country, coalesce(s.points, 0) as points,
			rank() over (order by coalesce(s.points, 0) desc) as rank
		from game.memberships m join game.players p on p.id = m.player_id
			left join game.scores s on s.period = group_board.period and s.bucket = wanted and s.player_id = m.player_id
		where m.group_id = group_board.group_id
	) b);
end $$;
grant execute on function api.group_board to authenticated;
