-- What must be done from time to time: by the server on a timer, or by hosted cron. Each part is bounded and may be
-- repeated at any moment.
create table game.upkeep (
	part text primary key,
	done_at timestamptz not null
);
alter table game.upkeep enable row level security;

-- Whether this part is due again; notes that it is done.
create function game.is_due(part text, every interval) returns boolean
language plpgsql set search_path = '' as $$
#variable_conflict use_column
begin
	insert into game.upkeep as u (part, done_at) values (is_due.part, now())
		on conflict (part) do update set done_at = now() where u.done_at <= now() - every;
	return found;
end $$;

-- Shows the explanations of authors who are new no longer.
create function game.lift_shadows() returns void
language plpgsql set search_path = '' as $$
begin
	update game.explanations e set is_shadowed = false
		where e.id in (
			select x.id from game.explanations x join game.players p on p.id = x.author_id
			where x.is_shadowed and (p.answered_count >= 20 or p.rounds_finished >= 3)
			order by x.id limit 500 for no key update of x skip locked
		);
end $$;

-- Drains points and does what else is due. Returns how many points entries were drained.
create function api.run_upkeep() returns int
language plpgsql security definer set search_path = '' as $$
declare
	batch constant int := 5000;
	today date := (now() at time zone 'UTC')::date;
	drained int := game.drain_points(batch);
begin
	if game.is_due('rank-steps', interval '1 minute') then
		perform game.refresh_rank_steps(period, game.bucket_of(period, today))
			from unnest(array['day', 'week', 'month', 'all']) period;
	end if;
	if game.is_due('quests', interval '10 minutes') then
		perform game.ensure_quests(now());
		perform game.lift_shadows();
		delete from game.merge_codes c where c.expires_at < now();
		delete from game.rounds r where r.finished_at is null and r.expires_at < now() - interval '1 day';
	end if;
	return drained;
end $$;
grant execute on function api.run_upkeep to service_role;

-- On a hosted project the database's own clock does it; the embedded store's server calls it.
do $$
begin
	if exists (select from pg_catalog.pg_available_extensions where name = 'pg_cron')
		and exists (select from pg_catalog.pg_namespace where nspname = 'extensions') then
		create extension if not exists pg_cron;
		perform cron.schedule('neuronpedia-upkeep', '10 seconds', 'select api.run_upkeep()');
	end if;
exception when others then
	raise notice 'pg_cron is not to be had (%): call api.run_upkeep from elsewhere', sqlerrm;
end $$;
