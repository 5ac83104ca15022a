-- Feeds tell when an entry last changed: an explanation may be reworded in place for a quarter of an hour.

-- The newest explanations of a campaign, newest first (at most 1,000), each with 'updated_at'.
create or replace function api.newest_explanations(campaign_id text, most int default 50) returns jsonb
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
declare
	ids bigint[] := array(
		select e.id from game.explanations e
		where e.campaign_id = newest_explanations.campaign_id and e.status = 'shown' and not e.is_shadowed
		order by e.id desc limit least(greatest(newest_explanations.most, 0), 1000)
	);
begin
	return (
		select coalesce(jsonb_agg(l.item || jsonb_build_object('updated_at', coalesce(
			(select max(w.replaced_at) from game.wordings w where w.explanation_id = (l.item ->> 'id')::bigint),
			(l.item ->> 'created_at')::timestamptz
		)) order by l.place), '[]')
		from jsonb_array_elements(game.explanations_json(ids)) with ordinality l (item, place)
	);
end $$;
