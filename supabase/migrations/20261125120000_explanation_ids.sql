-- What the site's map lists: which explanations of a range of ids are there to be seen. With the caller's rights.

create index explanations_shown on game.explanations (id) where status = 'shown' and not is_shadowed;

-- Ids of shown explanations from `from_id` on, below `below_id`, in order (a range of at most 10,000).
create function api.explanation_ids(from_id bigint, below_id bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	widest constant bigint := 10000;
begin
	return (select coalesce(jsonb_agg(e.id::text order by e.id), '[]') from game.explanations e
		where e.id >= from_id and e.id < least(below_id, from_id + widest)
			and e.status = 'shown' and not e.is_shadowed);
end $$;
grant execute on function api.explanation_ids to anon, authenticated;
