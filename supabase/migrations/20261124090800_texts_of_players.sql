-- What public text may not be: too short, too long, a link, an address, or made of words from the list that the
-- service keeps (filled from a maintained library).
create table game.blocked_words (word text primary key check (char_length(word) between 2 and 60));
alter table game.blocked_words enable row level security;
create policy "the service keeps the list" on game.blocked_words to service_role using (true) with check (true);
grant select, insert, delete on game.blocked_words to service_role;

-- Replaces the list of words that are refused. Returns how many there are.
create function api.set_blocked_words(words text[]) returns int
language plpgsql set search_path = '' as $$
begin
	if cardinality(words) > 20000 then
		perform game.refuse(400, 'invalid', 'The list is too long.');
	end if;
	delete from game.blocked_words b where b.word <> all (set_blocked_words.words);
	insert into game.blocked_words (word) select distinct w from unnest(words) w where char_length(w) between 2 and 60
		on conflict do nothing;
	return (select count(*) from game.blocked_words);
end $$;
grant execute on function api.set_blocked_words to service_role;

-- Whether a text names a web address or an e-mail address.
create function game.has_address(text text) returns boolean
language sql immutable parallel safe set search_path = '' as $$
	select text ~* '([a-z][a-z0-9+.-]*://|www\.|[[:alnum:]._%+-]+@[[:alnum:].-]+\.[a-z]{2,}|(^|[^[:alnum:]])[a-z0-9-]+\.(com|org|net|info|io|ru|cn|xyz|top|app|dev|gg|ly|me|co|uk|de|fr|eu|ai|site|online|shop)($|[^[:alnum:].]))'
$$;

-- Whether one of the text's words is on the list.
create function game.has_blocked_word(text text) returns boolean
language plpgsql stable set search_path = '' as $$
begin
	return exists (
		select from game.blocked_words b
		where b.word = any (regexp_split_to_array(game.text_key(text), '[\s.,;:!?"()\[\]{}/\\*_+=<>|~^&%$#@-]+'))
	);
end $$;

-- The text as it will be stored, or a refusal when it is too short or too long.
create function game.require_text(raw text) returns text
language plpgsql immutable set search_path = '' as $$
declare
	cleaned text;
begin
	-- Looked at before anything is computed from it: an explanation of 200 characters has at most 800 bytes,
	-- white space aside.
	if octet_length(raw) > 4000 then
		perform game.refuse(400, 'too_long', 'An explanation has at most 200 characters.');
	end if;
	cleaned := coalesce(game.clean_text(raw), '');
	if char_length(cleaned) < 3 or char_length(game.text_key(cleaned)) < 3 then
		perform game.refuse(400, 'too_short', 'An explanation has at least 3 characters.');
	elsif char_length(cleaned) > 200 then
		perform game.refuse(400, 'too_long', 'An explanation has at most 200 characters.');
	end if;
	return cleaned;
end $$;

-- Refuses what others should not have to read.
create function game.require_fit(cleaned text) returns void
language plpgsql stable set search_path = '' as $$
begin
	if game.has_address(cleaned) then
		perform game.refuse(400, 'unfit', 'Please leave out links and e-mail addresses.');
	elsif game.has_blocked_word(cleaned) then
		perform game.refuse(400, 'unfit', 'Please say it without that word.');
	end if;
end $$;
