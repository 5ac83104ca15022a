-- What a text becomes before it is stored, and what counts as the same text.

-- One line in NFC: each run of white space one space, none at the ends; control characters, zero-width spaces and
-- the marks that turn the reading direction are taken out, for they only serve to deceive.
create function game.clean_text(raw text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
	select btrim(regexp_replace(
		regexp_replace(
			normalize(raw, NFC),
			U&'[\0001-\0008\000E-\001F\007F-\0084\0086-\009F\00AD\200B\200E\200F\202A-\202E\2060-\2069\FEFF]', '', 'g'
		),
		U&'[\0009-\000D\0020\0085\00A0\1680\2000-\200A\2028\2029\202F\205F\3000]+', ' ', 'g'
	))
$$;

-- Equal for texts that differ only in case, in white space or in compatible forms of the same letters. The ICU
-- collation knows the case of every script, whatever the database's own locale.
create function game.text_key(raw text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
	select regexp_replace(
		lower(normalize(game.clean_text(raw), NFKC) collate "und-x-icu"), U&'[\200C\200D\FE00-\FE0F]', '', 'g'
	)
$$;

-- Letters that look like Latin ones, folded to them: accents off, then the common look-alikes of Cyrillic, Greek and
-- digits (a small cut of https://www.unicode.org/reports/tr39/#Confusable_Detection). Names with one key look alike.
create function game.look_alike_key(raw text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
	select replace(replace(translate(
		regexp_replace(normalize(game.text_key(raw), NFKD), U&'[\0300-\036F\0027\2019_. -]', '', 'g'),
		U&'\0430\0435\043E\0440\0441\0443\0445\0456\0458\0455\04BB\0501\051B\051D\03BF\03B1\03BD\03C1\03C4\03C5\03C7\03B9\03BA\0131\0142\00F8\0111\0454\043A\043C\0442\043D\0432' || '01l5|!$@',
		'aeopcyxijshdqwoavptuxikilode' || 'kmthb' || 'oiisiisa'
	), 'rn', 'm'), 'vv', 'w')
$$;
