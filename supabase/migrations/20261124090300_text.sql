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
