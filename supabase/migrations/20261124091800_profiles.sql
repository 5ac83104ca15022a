-- What a player says of themselves, and what of it others see.

-- The name as it will be stored, or a refusal: 2 to 24 characters of one script, letters, digits and a few marks.
create function game.require_name(raw text) returns text
language plpgsql stable set search_path = '' as $$
declare
	cleaned text;
begin
	if octet_length(raw) > 400 then
		perform game.refuse(400, 'too_long', 'A name has at most 24 characters.');
	end if;
	cleaned := coalesce(game.clean_text(raw), '');
	if char_length(cleaned) < 2 or char_length(game.look_alike_key(cleaned)) < 2 then
		perform game.refuse(400, 'too_short', 'A name has at least 2 letters.');
	elsif char_length(cleaned) > 24 then
		perform game.refuse(400, 'too_long', 'A name has at most 24 characters.');
	elsif game.has_odd_characters(cleaned) then
		perform game.refuse(400, 'unfit', 'A name is made of letters of one alphabet, digits, spaces and . _ - ''.');
	elsif game.look_alike_key(cleaned) = any (array(select game.look_alike_key(w) from unnest(
		array['admin', 'administrator', 'moderator', 'neuronpedia', 'system', 'anonymous', 'deleted', 'support']) w)) then
		perform game.refuse(409, 'already_exists', 'This name is kept for the makers.');
	end if;
	perform game.require_fit(cleaned);
	return cleaned;
end $$;

-- Characters other than letters, marks of letters, digits and " ._-'", or letters of two alphabets at once. Ranges of
-- code points, because what counts as a letter must not depend on the database's locale.
create function game.has_odd_characters(name text) returns boolean
language sql immutable parallel safe set search_path = '' as $$
	select name ~ U&'[\0001-\001F\0021-\0026\0028-\002C\002F\003A-\0040\005B-\005E\0060\007B-\00BF\00D7\00F7\02B0-\036F\2000-\2BFF\3000-\3004\3008-\3030\E000-\FAFF\FE00-\FFFF]'
		or name ~ U&'[\+010000-\+01FFFF\+0E0000-\+10FFFF]'
		or (name ~ U&'[A-Za-z\00C0-\024F]')::int + (name ~ U&'[\0370-\03FF\1F00-\1FFF]')::int
			+ (name ~ U&'[\0400-\052F]')::int + (name ~ U&'[\0530-\058F]')::int + (name ~ U&'[\0590-\05FF]')::int
			+ (name ~ U&'[\0600-\06FF]')::int + (name ~ U&'[\0900-\097F]')::int > 1
$$;

-- The calling player as they see themselves; null for somebody who is no player yet.
create function api.me() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select jsonb_build_object(
		'name', p.name, 'avatar', p.avatar, 'country', p.country, 'region', p.region, 'is_listed', p.is_listed,
		'is_credited', p.is_credited, 'role', p.role, 'is_anonymous', game.is_guest(p.id), 'created_at', p.created_at,
		'answered', p.answered_count, 'rounds', p.rounds_finished, 'rating', round(p.rating),
		'rating_deviation', round(p.rating_deviation), 'is_provisional', p.rating_deviation > 110,
		'reliability', round(game.reliability(p.gold_items, p.gold_right, p.agreement_rounds, p.agreement_sum)::numeric, 3),
		'streak', game.streak_now(p), 'streak_best', p.streak_best, 'streak_freezes', p.streak_freezes,
		'points', coalesce((select s.points from game.scores s where s.period = 'all' and s.player_id = p.id), 0)
	) from game.players p where p.id = auth.uid());
end $$;
grant execute on function api.me to authenticated;

create function game.is_guest(player uuid) returns boolean
language sql stable set search_path = '' as $$
	select coalesce(u.is_anonymous, true) from auth.users u where u.id = player
$$;

-- The streak as it stands today: broken when neither the freeze nor the window after midnight can save it.
create function game.streak_now(player game.players) returns int
language plpgsql stable set search_path = '' as $$
declare
	after game.streak;
begin
	if player.streak_last_day is null then
		return 0;
	end if;
	after := game.next_streak(row(player.streak_days, player.streak_last_day, player.streak_freezes)::game.streak, now());
	return case when after.days >= player.streak_days then player.streak_days else 0 end;
end $$;

-- Changes the named parts of the calling player's profile: {name, avatar, country, region, is_listed, is_credited}.
-- A null takes name, country or region away. Returns the profile as api.me gives it.
create function api.update_profile(profile jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	player uuid := game.begin_write();
	new_name text := case when profile ->> 'name' is not null then game.require_name(profile ->> 'name') end;
begin
	if jsonb_typeof(profile) is distinct from 'object' then
		perform game.refuse(400, 'invalid', 'A profile is an object.');
	end if;
	update game.players p set
		name = case when profile ? 'name' then new_name else p.name end,
		name_key = case when profile ? 'name' then game.look_alike_key(new_name) else p.name_key end,
		avatar = case when profile ? 'avatar' then (profile ->> 'avatar')::smallint else p.avatar end,
		country = case when profile ? 'country' then profile ->> 'country' else p.country end,
		region = case when profile ? 'region' then profile ->> 'region' else p.region end,
		is_listed = case when profile ? 'is_listed' then (profile ->> 'is_listed')::boolean else p.is_listed end,
		is_credited = case when profile ? 'is_credited' then (profile ->> 'is_credited')::boolean else p.is_credited end
		where p.id = player;
	return api.me();
exception
	when unique_violation then
		perform game.refuse(409, 'already_exists', 'Somebody has this name, or one that looks like it.');
	when check_violation or not_null_violation or invalid_text_representation or numeric_value_out_of_range then
		perform game.refuse(400, 'invalid', 'Something in the profile is out of its range.');
end $$;
grant execute on function api.update_profile to authenticated;
