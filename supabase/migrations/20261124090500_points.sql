-- Points: an insert-only ledger (an entry changes only its owner, when a guest's play moves to an account), and a queue of entries that the drainer has not yet added to the scoreboards. Voters
-- thus never wait for each other's totals.
create table game.points (
	id bigint generated always as identity primary key,
	player_id uuid not null references game.players (id) on delete cascade,
	amount int not null check (amount between 1 and 100000),
	-- What for; quests count some of them.
	reason text not null check (reason in ('round', 'explanation', 'vote', 'no-pattern', 'evidence', 'record')),
	campaign_id text,
	neuron_index int,
	earned_at timestamptz not null default now()
);
create index points_by_player on game.points (player_id, id desc);
create table game.points_due (point_id bigint primary key references game.points (id) on delete cascade);
alter table game.points enable row level security;
alter table game.points_due enable row level security;
create policy "players see their points" on game.points for select to authenticated
	using (player_id = (select auth.uid()));
grant select on game.points to authenticated;

-- Enters points for a player who is still there; nothing for none.
create function game.earn(player uuid, amount int, reason text, campaign_id text, neuron_index int) returns void
language plpgsql set search_path = '' as $$
declare
	entry bigint;
begin
	if player is null or earn.amount <= 0 then
		return;
	end if;
	insert into game.points (player_id, amount, reason, campaign_id, neuron_index)
		values (player, earn.amount, earn.reason, earn.campaign_id, earn.neuron_index)
		returning id into entry;
	insert into game.points_due (point_id) values (entry);
end $$;
