-- The ledger is written on, never rubbed out: points that are taken back are an entry of their own, below zero, of the
-- same time and reason, and reach boards and quests the way they came.

alter table game.points drop constraint points_amount_check;
alter table game.points add constraint points_amount_check check (amount <> 0 and abs(amount) <= 100000);

-- Takes back what a round was paid. Else a guest who tells again what the account has told, and is taken over, would be
-- paid each time.
create or replace function game.unpay_round(gone game.rounds) returns void
language plpgsql set search_path = '' as $$
declare
	entry bigint;
begin
	-- A round is paid in the transaction that finishes it, at one time.
	insert into game.points (player_id, amount, reason, campaign_id, neuron_index, earned_at)
		select p.player_id, -p.amount, p.reason, p.campaign_id, p.neuron_index, p.earned_at from game.points p
		where p.player_id = gone.player_id and p.reason = 'round' and p.earned_at = gone.finished_at
			and p.campaign_id = gone.campaign_id and p.neuron_index = gone.neuron_index
		order by p.id limit 1
		returning id into entry;
	if entry is not null then
		insert into game.points_due (point_id) values (entry);
	end if;
end $$;
