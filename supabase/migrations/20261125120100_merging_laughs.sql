-- Taking a guest over finds the laughs of both by index, too, and without looking through all explanations.
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
begin
	if cardinality(guests || accounts) > 0 then
		-- All that the votes and laughs of both will change, in the order that all writers keep.
		perform from game.explanations e where e.id = any (guests || accounts || array(
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
	perform game.merge_play(guest, account);
end $$;
