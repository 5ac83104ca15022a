-- A player's name stands beside what they wrote only if they chose to be credited; to themselves always. (Boards ask
-- for another choice, players.is_listed, and read the name themselves.)
create or replace function game.names_of(players uuid[]) returns table (id uuid, name text)
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
begin
	return query select p.id, p.name from game.players p
		where p.id = any (players) and p.name is not null and (p.is_credited or p.id = auth.uid());
end $$;
