-- A ban can be lifted again, and who may moderate leaves a trace too.
alter table game.moderation_log drop constraint moderation_log_action_check;
alter table game.moderation_log add constraint moderation_log_action_check
	check (action in ('keep', 'remove', 'ban', 'unban', 'feedback', 'moderator', 'player'));

-- Lets the author of an explanation write again; the explanation stays as it is.
create function game.lift_ban(explanation game.explanations) returns void
language plpgsql volatile set search_path = '' as $$
begin
	update game.players p set banned_at = null where p.id = explanation.author_id and p.banned_at is not null;
	if not found then
		perform game.refuse(409, 'invalid', 'The author of this explanation is not banned.');
	end if;
end $$;

-- Decides on an explanation: 'keep' shows it again and clears its reports' count, 'remove' takes it away for good,
-- 'ban' does so and lets its author write no more, 'unban' takes back the latter alone.
create or replace function api.decide(explanation_id bigint, decision text, note text default null) returns void
language plpgsql security definer set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
#variable_conflict use_column
declare
	moderator uuid := game.require_moderator();
	explanation game.explanations;
begin
	if decision is null or decision not in ('keep', 'remove', 'ban', 'unban') or char_length(decide.note) > 500 then
		perform game.refuse(400, 'invalid', 'Decide: keep, remove, ban or unban.');
	end if;
	perform game.begin_write();
	select * into explanation from game.explanations e where e.id = decide.explanation_id for no key update;
	if not found then
		perform game.refuse(404, 'not_found', 'There is no such explanation.');
	elsif explanation.author_id = moderator then
		perform game.refuse(403, 'own_explanation', 'Somebody else must decide on your own explanation.');
	end if;
	if decision = 'unban' then
		perform game.lift_ban(explanation);
	else
		update game.explanations e set status = case decision when 'keep' then 'shown' else 'removed' end,
			report_count = 0, is_shadowed = e.is_shadowed and decision <> 'keep' where e.id = explanation.id;
		perform game.review_neuron(explanation.campaign_id, explanation.neuron_index);
	end if;
	if decision = 'ban' then
		update game.players p set banned_at = now() where p.id = explanation.author_id and p.role = 'player';
	end if;
	insert into game.moderation_log (moderator_id, action, explanation_id, player_id, note)
		values (moderator, decision, explanation.id, explanation.author_id, decide.note);
end $$;

-- Makes a player a moderator, or no longer one. Only the service may.
create or replace function api.set_role(player_id uuid, role text) returns void
language plpgsql security definer set search_path = '' as $$
begin
	if set_role.role is null or set_role.role not in ('player', 'moderator') then
		perform game.refuse(400, 'invalid', 'A role is player or moderator.');
	end if;
	update game.players p set role = set_role.role where p.id = set_role.player_id;
	if not found then
		perform game.refuse(404, 'not_found', 'There is no such player.');
	end if;
	insert into game.moderation_log (action, player_id) values (set_role.role, set_role.player_id);
end $$;
