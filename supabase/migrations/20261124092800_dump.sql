-- The public dump: what players made, page by page, for the service to write into files. Names only of players who
-- chose to be credited; who voted or judged is nobody's business.

-- A page of `kind` ('explanations', 'rounds', 'evidence' or 'records') after the row `after`, in order: a list of
-- objects, each with `cursor` for the next page. At most 1,000 rows.
create function api.dump(campaign_id text, kind text, after text default null, page_size int default 1000) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
declare
	most constant int := 1000;
	wanted int := least(greatest(coalesce(page_size, most), 1), most);
	last_id bigint := case when dump.kind <> 'rounds' then coalesce(after::bigint, 0) end;
begin
	case dump.kind
	when 'explanations' then
		return (select coalesce(jsonb_agg(jsonb_build_object(
			'cursor', e.id::text, 'id', e.id::text, 'neuron_index', e.neuron_index, 'text', e.text, 'covers', e.covers,
			'revises_id', e.revises_id::text, 'author', case when p.is_credited then p.name end,
			'votes_up', e.votes_up, 'votes_down', e.votes_down, 'rounds', e.rounds, 'score', e.score_mean,
			'score_sd', e.score_sd, 'created_at', e.created_at
		) order by e.id), '[]') from (
			select * from game.explanations x where x.campaign_id = dump.campaign_id and x.id > last_id
				and x.status = 'shown' and not x.is_shadowed order by x.id limit wanted
		) e left join game.players p on p.id = e.author_id);
	when 'rounds' then
		return (select coalesce(jsonb_agg(jsonb_build_object(
			'cursor', r.id, 'kind', r.kind, 'neuron_index', r.neuron_index, 'explanation_id', r.explanation_id::text,
			'passages', r.passages, 'truth', r.truth, 'answer', r.answer, 'day', (r.finished_at at time zone 'UTC')::date
		) order by r.id), '[]') from (
			select * from game.rounds x where x.campaign_id = dump.campaign_id and x.finished_at is not null
				and not x.is_calibration and x.id > coalesce(after::uuid, '00000000-0000-0000-0000-000000000000')
			order by x.id limit wanted
		) r);
	when 'evidence' then
		return (select coalesce(jsonb_agg(to_jsonb(x) - 'player_id' - 'text_hash' || jsonb_build_object(
			'cursor', x.id::text, 'by', case when p.is_credited then p.name end) order by x.id), '[]') from (
			select v.* from game.evidence v join game.explanations e on e.id = v.explanation_id
			where e.campaign_id = dump.campaign_id and e.status = 'shown' and v.id > last_id order by v.id limit wanted
		) x left join game.players p on p.id = x.player_id);
	when 'records' then
		return (select coalesce(jsonb_agg(to_jsonb(x) - 'player_id' || jsonb_build_object(
			'cursor', x.id::text, 'by', case when p.is_credited then p.name end) order by x.id), '[]') from (
			select * from game.records r where r.campaign_id = dump.campaign_id and r.id > last_id order by r.id limit wanted
		) x left join game.players p on p.id = x.player_id);
	else
		perform game.refuse(400, 'invalid', 'There is no dump of that kind.');
	end case;
end $$;
grant execute on function api.dump to service_role;
