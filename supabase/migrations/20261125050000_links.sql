-- What pages with an address of their own need: one explanation by its id, and the newest ones of a campaign for feeds
-- and the site's map. With the caller's rights: row-level security hides what is hidden.

-- An explanation with its campaign, as the calling player sees it; null when there is none (to be seen by the caller).
create function api.explanation(explanation_id bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	return (select game.explanations_json(array[e.id]) -> 0 || jsonb_build_object('campaign_id', e.campaign_id)
		from game.explanations e where e.id = explanation.explanation_id);
end $$;
grant execute on function api.explanation to anon, authenticated;

create index explanations_newest on game.explanations (campaign_id, id desc) where status = 'shown' and not is_shadowed;

-- The newest explanations of a campaign, newest first (at most 1,000).
create function api.newest_explanations(campaign_id text, most int default 50) returns jsonb
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	return game.explanations_json(array(
		select e.id from game.explanations e
		where e.campaign_id = newest_explanations.campaign_id and e.status = 'shown' and not e.is_shadowed
		order by e.id desc limit least(greatest(newest_explanations.most, 0), 1000)
	));
end $$;
grant execute on function api.newest_explanations to anon, authenticated;
