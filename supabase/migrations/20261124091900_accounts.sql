-- A player's data as a whole: taking it along, leaving, and moving from a guest to an account.

-- Everything that is kept of the calling player.
create function api.export_my_data() returns jsonb
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
	player uuid := game.begin_write();
begin
	return jsonb_build_object(
		'profile', (select to_jsonb(p) - 'name_key' from game.players p where p.id = player),
		'explanations', (select coalesce(jsonb_agg(jsonb_build_object('id', e.id::text, 'campaign_id', e.campaign_id,
			'neuron_index', e.neuron_index, 'text', e.text, 'covers', e.covers, 'status', e.status,
			'created_at', e.created_at) order by e.id), '[]') from game.explanations e where e.author_id = player),
		'votes', (select coalesce(jsonb_agg(jsonb_build_object('explanation_id', v.explanation_id::text, 'value', v.value,
			'created_at', v.created_at, 'updated_at', v.updated_at) order by v.created_at), '[]')
			from game.votes v where v.player_id = player),
		'answers', (select coalesce(jsonb_agg(to_jsonb(a) - 'player_id' order by a.answered_at), '[]')
			from game.answers a where a.player_id = player),
		'rounds', (select coalesce(jsonb_agg(to_jsonb(r) - 'player_id' - 'truth' - 'shares' order by r.started_at), '[]')
			from game.rounds r where r.player_id = player),
		'points', (select coalesce(jsonb_agg(to_jsonb(x) - 'player_id' order by x.id), '[]')
			from game.points x where x.player_id = player),
		'evidence', (select coalesce(jsonb_agg(to_jsonb(x) - 'player_id' order by x.id), '[]')
			from game.evidence x where x.player_id = player),
		'records', (select coalesce(jsonb_agg(to_jsonb(x) - 'player_id' order by x.id), '[]')
			from game.records x where x.player_id = player),
		'reports', (select coalesce(jsonb_agg(to_jsonb(x) - 'player_id' order by x.created_at), '[]')
			from game.reports x where x.player_id = player),
		'feedback', (select coalesce(jsonb_agg(to_jsonb(x) - 'player_id' order by x.id), '[]')
			from game.feedback x where x.player_id = player),
		'badges', (select coalesce(jsonb_agg(to_jsonb(x) - 'player_id' order by x.earned_at), '[]')
			from game.badges x where x.player_id = player)
	);
end $$;
grant execute on function api.export_my_data to authenticated;

-- Takes a player's votes out of the explanations' counters, in the order of their ids (so that two who leave cannot
-- wait for each other in a circle). The rows themselves go with the player.
create function game.withdraw_votes(player uuid) returns void
language plpgsql set search_path = '' as $$
begin
	perform from game.explanations e where e.id in (select v.explanation_id from game.votes v where v.player_id = player)
		order by e.id for no key update;
	update game.explanations e set votes_up = e.votes_up - (v.value = 1)::int,
		votes_down = e.votes_down - (v.value = -1)::int
		from game.votes v where v.player_id = player and v.explanation_id = e.id;
	delete from game.votes v where v.player_id = player;
end $$;

-- Deletes the calling player and the sign-in. Explanations and evidence stay, unsigned, or go with them. What the
-- player's rounds told of others' explanations stays in the sums, which name nobody.
create function api.delete_account(keep_explanations boolean) returns void
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
	player uuid := game.begin_write();
	touched record;
begin
	if keep_explanations is null then
		perform game.refuse(400, 'invalid', 'Say whether your explanations stay.');
	end if;
	perform game.withdraw_votes(player);
	if not keep_explanations then
		delete from game.evidence x where x.player_id = player;
		delete from game.records x where x.player_id = player;
		delete from game.feedback x where x.player_id = player;
		for touched in
			with gone as (delete from game.explanations e where e.author_id = player returning e.campaign_id, e.neuron_index)
			select distinct campaign_id, neuron_index from gone order by 1, 2
		loop
			perform game.review_neuron(touched.campaign_id, touched.neuron_index);
		end loop;
	end if;
	delete from auth.users u where u.id = player;
end $$;
grant execute on function api.delete_account to authenticated;

-- One-time codes by which a guest says "this is me" before signing in elsewhere. Only hashes are kept.
create table game.merge_codes (
	code_hash text primary key,
	guest_id uuid not null unique references game.players (id) on delete cascade,
	expires_at timestamptz not null
);
alter table game.merge_codes enable row level security;

-- Gives the calling guest a code for claim_merge, good for 15 minutes. An earlier code is void.
create function api.prepare_merge() returns text
language plpgsql security definer set search_path = '' as $$
declare
	player uuid := game.begin_write();
	-- 244 random bits.
	code text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
begin
	if not game.is_guest(player) then
		perform game.refuse(403, 'forbidden', 'Only a guest can be taken over.');
	end if;
	insert into game.merge_codes as c (code_hash, guest_id, expires_at)
		values (encode(sha256(convert_to(code, 'UTF8')), 'hex'), player, now() + interval '15 minutes')
		on conflict (guest_id) do update set code_hash = excluded.code_hash, expires_at = excluded.expires_at;
	return code;
end $$;
grant execute on function api.prepare_merge to authenticated;

-- Takes over what the guest with this code did, into the calling account. Returns the profile as api.me gives it.
create function api.claim_merge(code text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	player uuid := game.begin_write();
	guest uuid;
begin
	if game.is_guest(player) then
		perform game.refuse(403, 'forbidden', 'Please sign in first.');
	end if;
	delete from game.merge_codes c
		where c.code_hash = encode(sha256(convert_to(left(coalesce(code, ''), 200), 'UTF8')), 'hex')
			and c.expires_at > now() and c.guest_id <> player
		returning c.guest_id into guest;
	if guest is null then
		perform game.refuse(404, 'not_found', 'This code is not known, or its time is over.');
	end if;
	-- The guest's own writes wait until it is gone.
	perform from game.write_budgets b where b.player_id = guest for update;
	perform game.merge_players(guest, player);
	return api.me();
end $$;
grant execute on function api.claim_merge to authenticated;
