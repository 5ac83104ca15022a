-- A campaign's map as json instead of jsonb, its three thousand small lists written down as text right away: the longest
-- answer that there is takes a third of the time.
drop function api.campaign_map;

-- What players have made of a campaign's neurons: [[index, answers, best lower bound in per cent, state]], only those
-- that somebody has answered; state is 'solved', 'unclear' or 'open'. For a map, so as short as it can be.
create function api.campaign_map(campaign_id text) returns json
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
	return (select concat('[', string_agg(concat('[', n.index, ',', n.answer_count, ',', round(100 * n.best_low), ',',
		case when n.solved_at is not null then '"solved"' when n.unclear_at is not null then '"unclear"' else '"open"' end,
		']'), ',' order by n.index), ']')
	from game.neurons n where n.campaign_id = campaign_map.campaign_id and n.answer_count > 0)::json;
end $$;
grant execute on function api.campaign_map to anon, authenticated;
