-- "Made me laugh": a reaction that says nothing of whether an explanation is right. It moves no score and pays nothing.
create table game.laughs (
	explanation_id bigint not null references game.explanations (id) on delete cascade,
	player_id uuid not null references game.players (id) on delete cascade,
	laughed_at timestamptz not null default now(),
	primary key (explanation_id, player_id)
);
create index laughs_by_player on game.laughs (player_id, explanation_id);
alter table game.laughs enable row level security;
create policy "players see their laughs" on game.laughs for select to authenticated
	using (player_id = (select auth.uid()));
grant select on game.laughs to authenticated;

-- Counted in the transaction of the laugh, so that the list of the funniest is one range of an index.
alter table game.explanations add column laughs int not null default 0 check (laughs >= 0);
create index explanations_funniest on game.explanations (campaign_id, laughs desc, id)
	where laughs > 0 and status = 'shown' and not is_shadowed;

create function game.count_laughs() returns trigger
language plpgsql set search_path = '' as $$
begin
	if tg_op = 'INSERT' then
		update game.explanations e set laughs = e.laughs + 1 where e.id = new.explanation_id;
	else
		update game.explanations e set laughs = e.laughs - 1 where e.id = old.explanation_id;
	end if;
	return null;
end $$;
create trigger laughs_are_counted after insert or delete on game.laughs for each row
	execute function game.count_laughs();

-- Before a player goes, the laughs do, in the order of the explanations, so that two who leave cannot wait for each
-- other in a circle.
create function game.withdraw_laughs() returns trigger
language plpgsql set search_path = '' as $$
begin
	perform from game.explanations e
		where e.id in (select l.explanation_id from game.laughs l where l.player_id = old.id)
		order by e.id for no key update;
	delete from game.laughs l where l.player_id = old.id;
	return old;
end $$;
create trigger laughs_go_with_players before delete on game.players for each row
	execute function game.withdraw_laughs();

-- Notes (or takes back) that an explanation made the calling player laugh; returns {id, laughs, laughed}.
create function api.set_laugh(explanation_id bigint, laughed boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
	player uuid := game.begin_write();
	explanation game.explanations;
begin
	if set_laugh.laughed is null then
		perform game.refuse(400, 'invalid', 'Say whether it made you laugh.');
	end if;
	select * into explanation from game.explanations e
		where e.id = set_laugh.explanation_id and e.status = 'shown' for no key update;
	if not found or (explanation.is_shadowed and explanation.author_id is distinct from player) then
		perform game.refuse(404, 'not_found', 'There is no such explanation.');
	end if;
	if explanation.author_id = player then
		perform game.refuse(403, 'own_explanation', 'Your own jokes are for others to laugh at.');
	end if;
	if set_laugh.laughed then
		insert into game.laughs (explanation_id, player_id) values (explanation.id, player) on conflict do nothing;
	else
		delete from game.laughs l where l.explanation_id = explanation.id and l.player_id = player;
	end if;
	return (select jsonb_build_object('id', e.id::text, 'laughs', e.laughs, 'laughed', set_laugh.laughed)
		from game.explanations e where e.id = explanation.id);
end $$;
grant execute on function api.set_laugh to authenticated;

-- How many laughed at each explanation of a neuron, and whether the calling player did: [{id, laughs, laughed}], only
-- those that somebody laughed at.
create function api.laughs_of(campaign_id text, neuron_index int) returns jsonb
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
declare
	mine bigint[] := '{}';
begin
	-- Nobody has no laughs, and may not look at the table.
	if auth.uid() is not null then
		mine := array(select l.explanation_id from game.laughs l join game.explanations e on e.id = l.explanation_id
			where l.player_id = auth.uid() and e.campaign_id = laughs_of.campaign_id
				and e.neuron_index = laughs_of.neuron_index);
	end if;
	return (select coalesce(jsonb_agg(jsonb_build_object('id', e.id::text, 'laughs', e.laughs,
		'laughed', e.id = any (mine)) order by e.id), '[]')
	from game.explanations e where e.campaign_id = laughs_of.campaign_id and e.neuron_index = laughs_of.neuron_index
		and e.laughs > 0);
end $$;

-- The explanations that most players laughed at (at most fifty): [{index, laughs, explanation}].
create function api.funniest(campaign_id text) returns jsonb
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
declare
	ids bigint[];
begin
	ids := array(select f.id from game.explanations f where f.campaign_id = funniest.campaign_id
		and f.laughs > 0 and f.status = 'shown' and not f.is_shadowed
		order by f.laughs desc, f.id limit 50);
	return (
		select coalesce(jsonb_agg(jsonb_build_object('index', f.neuron_index, 'laughs', f.laughs,
			'explanation', e.explanation) order by i.place), '[]')
		from unnest(ids) with ordinality i (id, place) join game.explanations f on f.id = i.id
			join jsonb_array_elements(game.explanations_json(ids)) e (explanation) on e.explanation ->> 'id' = f.id::text
	);
end $$;
grant execute on function api.laughs_of, api.funniest to anon, authenticated;
