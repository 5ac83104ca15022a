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

-- Refuses what is no list of at most `most` rows.
create function game.require_batch(rows jsonb, most int) returns void
language plpgsql immutable set search_path = '' as $$
begin
	if jsonb_typeof(rows) is distinct from 'array' or jsonb_array_length(rows) > most then
		perform game.refuse(400, 'server', format('A batch is a list of at most %s rows.', most));
	end if;
end $$;
grant execute on function game.require_batch to service_role;

-- Writes up to 1,000 neurons: rows is a list of {index, max, min, priority, difficulty, coherence, flags}; difficulty
-- defaults to 1 - priority. Dead neurons are not dealt. A rating that no player has moved follows the difficulty.
-- Returns how many were written.
create function api.publish_neurons(campaign_id text, rows jsonb) returns int
language plpgsql set search_path = '' as $$
#variable_conflict use_column
declare
	written int;
begin
	perform game.require_batch(publish_neurons.rows, 1000);
	-- In the order of the index, so that two publishers cannot wait for each other in a circle.
	insert into game.neurons as n (campaign_id, index, max, min, difficulty, coherence, flags, is_dealt, rating)
		select publish_neurons.campaign_id, r.index, r.max, r.min, coalesce(r.difficulty, 1 - r.priority), r.coherence,
			coalesce(r.flags, '{}'), not coalesce('dead' = any (r.flags), false),
			game.prior_rating(coalesce(r.difficulty, 1 - r.priority))
		from jsonb_to_recordset(publish_neurons.rows)
			as r (index int, max real, min real, priority real, difficulty real, coherence real, flags text[])
		order by r.index
		on conflict (campaign_id, index) do update set max = excluded.max, min = excluded.min,
			difficulty = excluded.difficulty, coherence = excluded.coherence, flags = excluded.flags,
			is_dealt = excluded.is_dealt, published_at = now(),
			rating = case when n.rating_deviation = 350 then excluded.rating else n.rating end;
	get diagnostics written = row_count;
	return written;
end $$;
grant execute on function api.publish_neurons to service_role;

-- Where a neuron's rating starts: 1200 for a clear one, 1800 for a hopeless one.
create function game.prior_rating(difficulty double precision) returns real
language sql immutable parallel safe set search_path = '' as $$
	select (1200 + 600 * difficulty)::real
$$;
grant execute on function game.prior_rating to service_role;

-- Writes the passages for blind rounds of up to 500 neurons: rows is a list of {index, firing: [[passage, share]],
-- quiet: [[passage, share, near miss 0 or 1]]}, shares of the neuron's maximum. Returns how many neurons can be
-- checked with them: four firing and four quiet passages are the least that every kind of round needs.
create function api.publish_exhibits(campaign_id text, rows jsonb) returns int
language plpgsql set search_path = '' as $$
#variable_conflict use_column
declare
	least_of_each constant int := 4;
	checkable int[];
begin
	perform game.require_batch(publish_exhibits.rows, 500);
	insert into game.exhibits (campaign_id, neuron_index, firing, firing_shares, quiet, quiet_shares, near_misses)
		select publish_exhibits.campaign_id, r.index,
			coalesce(f.passages, '{}'), coalesce(f.shares, '{}'),
			coalesce(q.passages, '{}'), coalesce(q.shares, '{}'), coalesce(q.near, '{}')
		from jsonb_to_recordset(publish_exhibits.rows) as r (index int, firing jsonb, quiet jsonb),
			lateral (select array_agg((x ->> 0)::int) as passages,
				array_agg(round(1000 * (x ->> 1)::numeric)::smallint) as shares
				from jsonb_array_elements(r.firing) x) f,
			lateral (select array_agg((x ->> 0)::int) as passages,
				array_agg(round(1000 * (x ->> 1)::numeric)::smallint) as shares,
				array_agg((x ->> 2) = '1') as near
				from jsonb_array_elements(r.quiet) x) q
		order by r.index
		on conflict (campaign_id, neuron_index) do update set firing = excluded.firing,
			firing_shares = excluded.firing_shares, quiet = excluded.quiet, quiet_shares = excluded.quiet_shares,
			near_misses = excluded.near_misses;
	select coalesce(array_agg(x.neuron_index), '{}') into checkable from game.exhibits x
		where x.campaign_id = publish_exhibits.campaign_id
			and x.neuron_index in (select (r ->> 'index')::int from jsonb_array_elements(publish_exhibits.rows) r)
			and cardinality(x.firing) >= least_of_each and cardinality(x.quiet) >= least_of_each;
	perform game.set_checkable(publish_exhibits.campaign_id,
		array(select (r ->> 'index')::int from jsonb_array_elements(publish_exhibits.rows) r), checkable);
	return cardinality(checkable);
end $$;
grant execute on function api.publish_exhibits to service_role;

-- Says of the neurons of one batch which can be checked, and of their explanations too. With the owner's rights, for
-- the service role may not write explanations.
create function game.set_checkable(campaign_id text, batch int[], checkable int[]) returns void
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
begin
	update game.explanations e set is_checkable = e.neuron_index = any (set_checkable.checkable)
		where e.campaign_id = set_checkable.campaign_id and e.neuron_index = any (batch)
			and e.is_checkable <> (e.neuron_index = any (set_checkable.checkable));
	update game.neurons n set is_checkable = n.index = any (set_checkable.checkable)
		where n.campaign_id = set_checkable.campaign_id and n.index = any (batch);
end $$;
grant execute on function game.set_checkable to service_role;
