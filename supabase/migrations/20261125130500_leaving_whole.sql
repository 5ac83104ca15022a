-- Who leaves is nowhere any more: messages to the makers go too, whatever becomes of the explanations (people sign them),
-- and what others' devices were answered names nobody.

-- The answer of a call as it is kept for those who ask again: without names, which their players may take away.
create function game.nameless(answer jsonb) returns jsonb
language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return case
		when answer ? 'author' then answer || '{"author": null}'
		when answer -> 'explanation' ? 'author' then jsonb_set(answer, '{explanation,author}', 'null')
		else answer
	end;
end $$;
update game.deliveries d set answer = game.nameless(d.answer) where d.answer::text like '%"author": "%';

-- Does `call` with `args` for the calling player, unless the delivery was done before: then gives the answer it had (but
-- for names). Refuses as the call itself does; a refusal leaves no trace, so that a later try is judged anew. Two at once:
-- the second waits for the first. Ids are each player's own: another's never gives an answer.
create or replace function api.deliver(delivery_id uuid, call text, args jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
	-- A queue that is older than this was lost long ago.
	kept constant interval := '60 days';
	player uuid := auth.uid();
	result jsonb;
begin
	if deliver.delivery_id is null then
		perform game.refuse(400, 'invalid', 'A delivery has an id.');
	end if;
	insert into game.players (id) select u.id from auth.users u where u.id = player on conflict do nothing;
	if not exists (select from game.players p where p.id = player) then
		perform game.refuse(401, 'signed_out', 'Please sign in first.');
	end if;
	insert into game.deliveries (player_id, id) values (player, deliver.delivery_id) on conflict do nothing;
	if not found then
		return (select d.answer from game.deliveries d where d.player_id = player and d.id = deliver.delivery_id);
	end if;
	result := game.deliver_call(deliver.call, deliver.args);
	update game.deliveries d set answer = game.nameless(result)
		where d.player_id = player and d.id = deliver.delivery_id;
	delete from game.deliveries d where d.player_id = player and d.delivered_at < now() - kept;
	return result;
end $$;

-- Deletes the calling player and the sign-in. Explanations, evidence and records stay, unsigned, or go with them. What
-- the player's rounds told of others' explanations stays in the sums, which name nobody.
create or replace function api.delete_account(keep_explanations boolean) returns void
language plpgsql security definer set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
	player uuid := game.begin_write();
	touched record;
begin
	if keep_explanations is null then
		perform game.refuse(400, 'invalid', 'Say whether your explanations stay.');
	end if;
	perform game.withdraw_votes(player);
	delete from game.feedback x where x.player_id = player;
	if not keep_explanations then
		delete from game.evidence x where x.player_id = player;
		delete from game.records x where x.player_id = player;
		for touched in
			with gone as (delete from game.explanations e where e.author_id = player returning e.campaign_id, e.neuron_index)
			select distinct campaign_id, neuron_index from gone order by 1, 2
		loop
			perform game.review_neuron(touched.campaign_id, touched.neuron_index);
		end loop;
	end if;
	delete from auth.users u where u.id = player;
end $$;
