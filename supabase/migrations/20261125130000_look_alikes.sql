-- Names that look alike, in capitals too: a Greek capital nu is a Latin N, its small form a v. And a name is made of the
-- letters of known alphabets alone: what is not listed (small capitals, invisible letters, ...) is refused.

-- How a text looks, whatever its case: accents off, then letters of other alphabets folded to the Latin ones they look
-- like in their small form (a cut of https://www.unicode.org/reports/tr39/#Confusable_Detection). Each line is what is
-- folded, then to what: Cyrillic, Greek, Armenian, further Latin letters, digits and marks.
create or replace function game.look_alike_key(raw text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
	select replace(replace(replace(replace(replace(translate(
		regexp_replace(normalize(game.text_key(raw), NFKD), U&'[\0300-\036F\0027\2019_. -]', '', 'g'),
		U&'\0430\0432\0433\0435\0438\043A\043C\043D\043E\043F\0440\0441\0442\0443\0445\0454\0455\0456\0458\0475\04AF\04BB\04CF\0501\051B\051D'
			|| U&'\03B1\03B2\03B3\03B5\03B7\03B9\03BA\03BC\03BD\03BF\03C1\03C2\03C3\03C4\03C5\03C7\03C9'
			|| U&'\0566\0570\0575\0578\057D\0581\0585'
			|| U&'\00F0\00F8\00FE\0111\0127\0131\0138\0142\014B\0167\0199\01B4\0253\0257\0259'
			|| '01l5|!$@',
		'abreukmhonpctyxesijvyhidqw'
			|| 'abyeniku' || 'vopootuxw'
			|| 'qhjnugo'
			|| 'dopdhikintkybde'
			|| 'oiisiisa'
	), U&'\00E6', 'ae'), U&'\0153', 'oe'), U&'\00DF', 'ss'), 'rn', 'm'), 'vv', 'w')
$$;

-- The same for what stands there: capitals of other alphabets folded to the Latin capitals they look like.
create function game.look_alike_shape(raw text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
	select game.look_alike_key(translate(
		normalize(raw, NFKD),
		U&'\0410\0412\0415\041A\041C\041D\041E\0420\0421\0422\0423\0425\0405\0406\0408\0474\04AE\04C0\051A\051C'
			|| U&'\0391\0392\0395\0396\0397\0399\039A\039C\039D\039F\03A1\03A4\03A5\03A7'
			|| U&'\053C\054D\054F\0555',
		'ABEKMHOPCTYXSIJVYIQW' || 'ABEZHIKMNOPTYX' || 'LUSO'
	))
$$;

-- The alphabets of names, as ranges of code points, because what counts as a letter must not depend on the database's
-- locale. A name is written in one of them; Chinese, Japanese and Korean writing (the last row) goes with each.
create function game.name_alphabets() returns text[]
language sql immutable parallel safe set search_path = '' as $$
	select array[
		-- Latin, with the letters of Europe, Vietnam, Azerbaijan, Hausa and Pinyin.
		U&'A-Za-z\00C0-\00D6\00D8-\00F6\00F8-\017F\0181\018A\018F\0198\0199\01A0\01A1\01AF\01B0\01B3\01B4\01CD-\01DC'
			|| U&'\01E6-\01E9\0218-\021B\0253\0257\0259\1E00-\1EFF',
		U&'\0386\0388-\038A\038C\038E-\03A1\03A3-\03CE\1F00-\1FBC\1FC2-\1FCC\1FD0-\1FDB\1FE0-\1FEC\1FF2-\1FFC', -- Greek
		U&'\0400-\0481\048A-\052F', -- Cyrillic
		U&'\0531-\0556\0561-\0587', -- Armenian
		U&'\05D0-\05EA', -- Hebrew
		U&'\0620-\063F\0641-\064A\066E-\06D3\06D5\06FA-\06FC', -- Arabic
		U&'\0900-\0963\0971-\097F', -- Devanagari
		U&'\0980-\0DDF', -- from Bengali to Sinhala
		U&'\0E01-\0E3A\0E40-\0E4E\0E81-\0ECD', -- Thai, Lao
		U&'\1000-\103F\1050-\109F\1780-\17B3\17B6-\17D3', -- Burmese, Khmer
		U&'\10A0-\10C5\10D0-\10FA', -- Georgian
		U&'\1200-\135A', -- Ethiopic
		U&'\3005\3041-\3096\30A1-\30FA\30FC-\30FE\3105-\312F\3400-\4DBF\4E00-\9FFF\AC00-\D7A3\+020000-\+02A6DF'
	]
$$;

-- Characters other than letters of the alphabets above, digits and " ._-'", or letters of two alphabets at once.
create or replace function game.has_odd_characters(name text) returns boolean
language plpgsql immutable parallel safe set search_path = '' as $$
declare
	alphabets constant text[] := game.name_alphabets();
	-- The last one goes with any other.
	alone constant int := cardinality(alphabets) - 1;
begin
	return name !~ ('^[-0-9 ._''' || array_to_string(alphabets, '') || ']*$')
		or (select count(*) from unnest(alphabets[1:alone]) alphabet where name ~ ('[' || alphabet || ']')) > 1;
end $$;

-- The name as it will be stored, or a refusal: 2 to 24 characters of one alphabet, digits and a few marks.
create or replace function game.require_name(raw text) returns text
language plpgsql stable set search_path = '' as $$
declare
	kept constant text[] :=
		array['admin', 'administrator', 'moderator', 'neuronpedia', 'system', 'anonymous', 'deleted', 'support'];
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
	elsif exists (select from unnest(kept) word where game.look_alike_key(word)
		in (game.look_alike_key(cleaned), game.look_alike_shape(cleaned))) then
		perform game.refuse(409, 'already_exists', 'This name is kept for the makers.');
	end if;
	perform game.require_fit(cleaned);
	return cleaned;
end $$;

-- Of names that are there and look alike now, the oldest player's stays.
update game.players p set name = null, name_key = null from (
	select n.id, row_number() over (partition by game.look_alike_key(n.name) order by n.created_at, n.id) as turn
	from game.players n where n.name is not null
) namesake where namesake.id = p.id and namesake.turn > 1;
update game.players p set name = null, name_key = null from (
	select n.id, row_number() over (partition by game.look_alike_shape(n.name) order by n.created_at, n.id) as turn
	from game.players n where n.name is not null
) namesake where namesake.id = p.id and namesake.turn > 1;
alter table game.players drop constraint players_name_key_key;
update game.players p set name_key = game.look_alike_key(p.name) where p.name_key <> game.look_alike_key(p.name);
alter table game.players add unique (name_key);
-- No name looks like another, and none is another in other letters' case.
alter table game.players add column name_shape text unique generated always as (game.look_alike_shape(name)) stored;
