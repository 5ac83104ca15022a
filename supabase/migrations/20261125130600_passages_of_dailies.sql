-- A day's puzzle shows some dark passages that blind rounds have too, where the neuron's page has too few of its own
-- (src/lib/game/daily.ts): rounds on that neuron do without them from then on, for nobody knows who has seen them.
create index dailies_by_neuron on game.dailies (campaign_id, neuron_index);

-- Draws passages of a neuron that the player has not met in an earlier round, in random order. At least half of the
-- quiet ones are near misses where there are such. Fewer rows than asked for mean that they ran out.
create or replace function game.draw_passages(player uuid, campaign_id text, neuron_index int, firing int, quiet int)
returns table (passage int, fires boolean, share smallint)
language plpgsql volatile set search_path = '' as $$
#variable_conflict use_column
declare
	-- The first so many that are no near misses: what all rounds of a daily puzzle use (DARK_WANTED).
	dark_of_daily constant int := 10;
	exhibit game.exhibits;
	met int[];
	shown int;
begin
	select * into exhibit from game.exhibits x
		where x.campaign_id = draw_passages.campaign_id and x.neuron_index = draw_passages.neuron_index;
	select coalesce(array_agg(p), '{}') into met from game.rounds r, unnest(r.passages) p
		where r.player_id = player and r.campaign_id = exhibit.campaign_id and r.neuron_index = exhibit.neuron_index;
	shown := case when exists (select from game.dailies d where d.campaign_id = exhibit.campaign_id
		and d.neuron_index = exhibit.neuron_index) then dark_of_daily else 0 end;
	return query select d.passage, d.fires, d.share from (
		(select f.passage, true as fires, f.share from unnest(exhibit.firing, exhibit.firing_shares) f (passage, share)
			where f.passage <> all (met) order by random() limit draw_passages.firing)
		union all
		(select q.passage, false, q.share from (
			select u.*, row_number() over (partition by u.near order by random()) as turn from (
				select n.*, row_number() over (partition by n.near order by n.place) as number
				from unnest(exhibit.quiet, exhibit.quiet_shares, exhibit.near_misses) with ordinality
					n (passage, share, near, place)
			) u where u.passage <> all (met) and (u.near or u.number > shown)
		) q order by not (q.near and q.turn <= (draw_passages.quiet + 1) / 2), random() limit draw_passages.quiet)
	) d order by random();
end $$;
