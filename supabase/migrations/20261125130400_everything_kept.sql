-- Everything that is kept of a player, taken along: also sums, what was dealt, deliveries, moderators' decisions and the
-- sign-in. Of a round that is open neither the truth nor whether it is a gold one.

drop function api.export_my_data;
drop function game.export_my_data;

-- What the player did and said.
create function game.deeds_of(player uuid) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
begin
	return jsonb_build_object(
		'explanations', (select coalesce(jsonb_agg(jsonb_build_object('id', e.id::text, 'campaign_id', e.campaign_id,
			'neuron_index', e.neuron_index, 'text', e.text, 'covers', e.covers, 'status', e.status,
			'revises_id', e.revises_id::text, 'created_at', e.created_at, 'wordings', (
				select coalesce(jsonb_agg(jsonb_build_object('text', w.text, 'replaced_at', w.replaced_at) order by w.id), '[]')
				from game.wordings w where w.explanation_id = e.id
			)) order by e.id), '[]') from game.explanations e where e.author_id = player),
		'votes', (select coalesce(jsonb_agg(jsonb_build_object('explanation_id', v.explanation_id::text, 'value', v.value,
			'created_at', v.created_at, 'updated_at', v.updated_at) order by v.created_at), '[]')
			from game.votes v where v.player_id = player),
		'answers', (select coalesce(jsonb_agg(to_jsonb(a) - 'player_id' order by a.answered_at), '[]')
			from game.answers a where a.player_id = player),
		'dealt', (select coalesce(jsonb_agg(jsonb_build_object('campaign_id', s.campaign_id, 'neurons', array(
				select i from generate_series(0, 8 * octet_length(s.neurons) - 1) i where get_bit(s.neurons, i) = 1
			)) order by s.campaign_id), '[]') from game.seen s where s.player_id = player),
		'rounds', (select coalesce(jsonb_agg(to_jsonb(r) - 'player_id' - case when r.finished_at is null
				then array['truth', 'shares', 'is_gold'] else '{}' end order by r.started_at), '[]')
			from game.rounds r where r.player_id = player),
		'laughs', (select coalesce(jsonb_agg(jsonb_build_object('explanation_id', l.explanation_id::text,
			'laughed_at', l.laughed_at) order by l.laughed_at), '[]') from game.laughs l where l.player_id = player),
		'groups', (select coalesce(jsonb_agg(to_jsonb(m) - 'player_id' order by m.joined_at), '[]')
			from game.memberships m where m.player_id = player),
		'evidence', (select coalesce(jsonb_agg(to_jsonb(x) - 'player_id' order by x.id), '[]')
			from game.evidence x where x.player_id = player),
		'records', (select coalesce(jsonb_agg(to_jsonb(x) - 'player_id' order by x.id), '[]')
			from game.records x where x.player_id = player),
		'reports', (select coalesce(jsonb_agg(to_jsonb(x) - 'player_id' order by x.created_at), '[]')
			from game.reports x where x.player_id = player),
		'feedback', (select coalesce(jsonb_agg(to_jsonb(x) - 'player_id' order by x.id), '[]')
			from game.feedback x where x.player_id = player),
		'deliveries', (select coalesce(jsonb_agg(to_jsonb(x) - 'player_id' order by x.delivered_at), '[]')
			from game.deliveries x where x.player_id = player)
	);
end $$;

-- What the game counts and knows of the player.
create function game.standing_of(player uuid) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
begin
	return jsonb_build_object(
		'profile', (select to_jsonb(p) - 'name_key' - 'name_shape' from game.players p where p.id = player),
		'sign_in', (select jsonb_build_object('created_at', u.created_at, 'last_sign_in_at', u.last_sign_in_at,
			'is_anonymous', u.is_anonymous, 'metadata', u.raw_user_meta_data,
			'sessions', (select coalesce(jsonb_agg(s.created_at order by s.created_at), '[]')
				from auth.sessions s where s.user_id = u.id),
			'identities', (select coalesce(jsonb_agg(jsonb_build_object('provider', i.provider, 'id', i.provider_id,
				'created_at', i.created_at) order by i.created_at), '[]') from auth.identities i where i.user_id = u.id)
			) from auth.users u where u.id = player),
		'points', (select coalesce(jsonb_agg(to_jsonb(x) - 'player_id' order by x.id), '[]')
			from game.points x where x.player_id = player),
		'scores', (select coalesce(jsonb_agg(to_jsonb(x) - 'player_id' order by x.period, x.bucket), '[]')
			from game.scores x where x.player_id = player),
		'quests', (select coalesce(jsonb_agg(to_jsonb(x) - 'player_id' order by x.quest_id), '[]')
			from game.quest_scores x where x.player_id = player),
		'badges', (select coalesce(jsonb_agg(to_jsonb(x) - 'player_id' order by x.earned_at), '[]')
			from game.badges x where x.player_id = player),
		'writes', (select coalesce(jsonb_agg(to_jsonb(x) - 'player_id'), '[]')
			from game.write_budgets x where x.player_id = player),
		'merge_codes', (select coalesce(jsonb_agg(jsonb_build_object('expires_at', x.expires_at)), '[]')
			from game.merge_codes x where x.guest_id = player),
		-- Decisions about the player, and the player's own as a moderator; of others, not whose they were.
		'moderation', (select coalesce(jsonb_agg(jsonb_build_object('action', l.action,
			'as_moderator', l.moderator_id is not distinct from player, 'explanation_id', l.explanation_id::text,
			'note', l.note, 'created_at', l.created_at) order by l.id), '[]')
			from game.moderation_log l where l.player_id = player or l.moderator_id = player)
	);
end $$;

-- Everything that is kept of the calling player.
create function api.export_my_data() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	player uuid := game.begin_write();
begin
	return game.standing_of(player) || game.deeds_of(player);
end $$;
grant execute on function api.export_my_data to authenticated;
