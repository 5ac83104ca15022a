-- Laughs and groups belong to a player's data: taken along, and moved from a guest to an account.

alter function api.export_my_data() set schema game;
revoke execute on function game.export_my_data from authenticated;
-- Only called with the owner's rights from here on.
alter function game.export_my_data() security invoker;

-- Everything that is kept of the calling player.
create function api.export_my_data() returns jsonb
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
	kept jsonb := game.export_my_data();
begin
	return kept || jsonb_build_object(
		'laughs', (select coalesce(jsonb_agg(jsonb_build_object('explanation_id', l.explanation_id::text,
			'laughed_at', l.laughed_at) order by l.laughed_at), '[]') from game.laughs l where l.player_id = auth.uid()),
		'groups', (select coalesce(jsonb_agg(to_jsonb(m) - 'player_id' order by m.joined_at), '[]')
			from game.memberships m where m.player_id = auth.uid())
	);
end $$;
grant execute on function api.export_my_data to authenticated;

alter function game.merge_players(uuid, uuid) rename to merge_play;

-- Makes everything of the guest the account's and deletes the guest. A laugh at what has become one's own is taken
-- back, and of two laughs at one explanation one counts; groups that the account has no room for are left.
create function game.merge_players(guest uuid, account uuid) returns void
language plpgsql set search_path = '' as $$
declare
	groups_of_a_player constant int := 10;
begin
	perform from game.explanations e where e.id in (select l.explanation_id from game.laughs l where l.player_id = guest)
		or e.author_id = guest order by e.id for no key update;
	delete from game.laughs l using game.explanations e where e.id = l.explanation_id
		and ((l.player_id = guest and e.author_id = account) or (l.player_id = account and e.author_id = guest));
	delete from game.laughs l where l.player_id = guest
		and exists (select from game.laughs o where o.explanation_id = l.explanation_id and o.player_id = account);
	update game.laughs l set player_id = account where l.player_id = guest;
	insert into game.memberships (group_id, player_id, joined_at)
		select m.group_id, account, m.joined_at from game.memberships m where m.player_id = guest
			and not exists (select from game.memberships o where o.group_id = m.group_id and o.player_id = account)
		order by m.joined_at
		limit greatest(0, groups_of_a_player - (select count(*) from game.memberships o where o.player_id = account));
	perform game.merge_play(guest, account);
end $$;
