-- The words that explanations are found by, in a table of their own: an explanation's row changes with every vote, and
-- each change would be a new entry in the index of its words. Nobody reads the table but game.found_explanations.
create table game.explanation_words (
	explanation_id bigint primary key references game.explanations (id) on delete cascade,
	campaign_id text not null,
	words tsvector not null
);
alter table game.explanation_words enable row level security;
insert into game.explanation_words (explanation_id, campaign_id, words)
	select e.id, e.campaign_id, e.words from game.explanations e;
create index explanation_words_found on game.explanation_words using gin (words);
alter table game.explanations drop column words;

create function game.follow_text() returns trigger
language plpgsql set search_path = '' as $$
begin
	insert into game.explanation_words as w (explanation_id, campaign_id, words)
		values (new.id, new.campaign_id, to_tsvector('pg_catalog.simple', new.text))
		on conflict (explanation_id) do update set words = excluded.words;
	return null;
end $$;
create trigger words_follow_texts after insert or update of text on game.explanations for each row
	execute function game.follow_text();

-- Explanations that everybody sees with all these words, best first (at most 50). Caps: no more than 500 hits are
-- ranked, so that a very common word costs as much as a rare one; words to leave out find nothing by themselves, for no
-- index knows where a word is missing. With the owner's rights, for the words are closed to callers.
create function game.found_explanations(campaign_id text, words text) returns bigint[]
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
declare
	longest constant int := 200;
	ranked constant int := 500;
	shown_at_most constant int := 50;
	wanted tsquery := websearch_to_tsquery('pg_catalog.simple', left(found_explanations.words, longest));
begin
	if querytree(wanted) in ('', 'T') then
		return '{}';
	end if;
	return array(
		select hit.id from (
			select e.id, e.score_low from game.explanation_words w join game.explanations e on e.id = w.explanation_id
			where w.words @@ wanted and w.campaign_id = found_explanations.campaign_id
				and e.status = 'shown' and not e.is_shadowed limit ranked
		) hit order by hit.score_low desc, hit.id limit shown_at_most
	);
end $$;
grant execute on function game.found_explanations to anon, authenticated;

create or replace function api.search_explanations(campaign_id text, words text) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
	return game.explanations_json(game.found_explanations(search_explanations.campaign_id, search_explanations.words));
end $$;
