-- A player as others see them, by name: only those who chose to be listed. Explanations only where they chose to be
-- credited. Null for everybody else, so that nobody can tell a hidden player from none.
create function api.player_named(name text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
declare
	shown_at_most constant int := 30;
begin
	return (select jsonb_build_object(
		'name', p.name, 'avatar', p.avatar, 'country', p.country, 'created_at', p.created_at,
		'answered', p.answered_count, 'rounds', p.rounds_finished, 'streak', game.streak_now(p),
		'streak_best', p.streak_best,
		'points', coalesce((select s.points from game.scores s where s.period = 'all' and s.player_id = p.id), 0),
		'badges', (select coalesce(jsonb_agg(jsonb_build_object('badge', b.badge, 'earned_at', b.earned_at)
			order by b.earned_at desc, b.badge), '[]') from game.badges b where b.player_id = p.id),
		'explanations', case when p.is_credited then (
			select coalesce(jsonb_agg(jsonb_build_object('id', e.id::text, 'campaign_id', e.campaign_id,
				'neuron_index', e.neuron_index, 'text', e.text, 'score', round(e.score_mean::numeric, 4),
				'rounds', e.rounds) order by e.score_low desc, e.id), '[]') from (
				select * from game.explanations x where x.author_id = p.id and x.status = 'shown' and not x.is_shadowed
				order by x.score_low desc, x.id limit shown_at_most
			) e
		) else '[]' end
	) from game.players p where p.name = player_named.name and p.is_listed and p.banned_at is null);
end $$;
grant execute on function api.player_named to anon, authenticated;
