-- Web addresses at the end of a sentence, of more kinds, in full-width letters and of names that are no ASCII.

-- Whether a text names a web address or an e-mail address.
create or replace function game.has_address(text text) returns boolean
language plpgsql immutable parallel safe set search_path = '' as $$
declare
	-- What a text may name without meaning a place in the web ("e.g.", "asp.net" apart) is left out.
	endings constant text := 'com|org|net|info|biz|io|ru|cn|jp|br|nl|pl|ch|tv|cc|tk|xyz|top|app|dev|gg|ly|me|co|uk|de|fr|eu|'
		|| 'ai|edu|gov|site|online|shop|store|club|link|click|page|blog|live|icu|pro';
	-- Compatible forms first: a full-width full stop works in an address as any other.
	plain text := normalize(has_address.text, NFKC);
begin
	return plain ~* '([a-z][a-z0-9+.-]*://|www\.)'
		-- By what may not be in them, because what else a letter is depends on the database's locale.
		or plain ~ '[^[:space:]@]@[^[:space:]@]+\.[^[:space:][:digit:][:punct:]]{2,}'
		or plain ~* ('(^|[^[:alnum:]])[[:alnum:]-]+\.(' || endings || ')($|[^[:alnum:].]|\.($|[^[:alnum:]]))');
end $$;
