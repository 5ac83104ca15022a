-- How a campaign gets into the store: by the service role alone, in bounded batches that may be repeated. Nothing
-- that players wrote is ever deleted.

-- Which campaigns there are; content_hash is null while one is being published.
create function api.campaigns()
returns table (id text, title text, model_id text, layer int, content_hash text)
language sql stable set search_path = '' as $$
	select c.id, c.title, c.model_id, c.layer, c.content_hash from game.campaigns c order by c.id
$$;
grant execute on function api.campaigns to anon, authenticated, service_role;

-- Begins a publication ({id, title, model_id, layer}, content_hash null), or ends it (content_hash given): neurons
-- that no batch named since its beginning are then dealt no more.
create function api.publish_campaign(campaign jsonb) returns void
language plpgsql set search_path = '' as $$
declare
	ended text := campaign ->> 'content_hash';
begin
	insert into game.campaigns as c (id, title, model_id, layer, content_hash, publishing_since)
		values (campaign ->> 'id', campaign ->> 'title', campaign ->> 'model_id',
			(campaign ->> 'layer')::int, ended, now())
		on conflict (id) do update set title = excluded.title, model_id = excluded.model_id,
			layer = excluded.layer, content_hash = ended,
			publishing_since = case when ended is null then now() else c.publishing_since end;
	if ended is not null then
		update game.neurons n set is_dealt = false from game.campaigns c
			where c.id = campaign ->> 'id' and n.campaign_id = c.id and n.is_dealt
				and n.published_at < c.publishing_since;
	end if;
end $$;
grant execute on function api.publish_campaign to service_role;

-- Writes up to 1,000 neurons: rows is a list of {index, max, min, priority}. Returns how many were written.
create function api.publish_neurons(campaign_id text, rows jsonb) returns int
language plpgsql set search_path = '' as $$
#variable_conflict use_column
declare
	written int;
begin
	if jsonb_typeof(publish_neurons.rows) <> 'array' or jsonb_array_length(publish_neurons.rows) > 1000 then
		perform game.refuse(400, 'server', 'A batch is a list of at most 1,000 neurons.');
	end if;
	-- In the order of the index, so that two publishers cannot wait for each other in a circle.
	insert into game.neurons (campaign_id, index, max, min, priority)
		select publish_neurons.campaign_id, r.index, r.max, r.min, r.priority
		from jsonb_to_recordset(publish_neurons.rows) as r (index int, max real, min real, priority real)
		order by r.index
		on conflict (campaign_id, index) do update set max = excluded.max, min = excluded.min,
			priority = excluded.priority, is_dealt = true, published_at = now();
	get diagnostics written = row_count;
	return written;
end $$;
grant execute on function api.publish_neurons to service_role;
