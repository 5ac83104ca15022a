-- Reports hide an explanation at three distinct reporters, until a moderator has looked at it. Every decision leaves a
-- trace. And messages from players to the makers.
create table game.reports (
	player_id uuid not null references game.players (id) on delete cascade,
	explanation_id bigint not null references game.explanations (id) on delete cascade,
	reason text not null check (reason in ('spam', 'offensive', 'nonsense', 'personal', 'other')),
	note text check (char_length(note) <= 200),
	created_at timestamptz not null default now(),
	primary key (player_id, explanation_id)
);
create index reports_by_explanation on game.reports (explanation_id);
create index reports_by_player on game.reports (player_id, created_at desc);

create table game.moderation_log (
	id bigint generated always as identity primary key,
	moderator_id uuid references game.players (id) on delete set null,
	action text not null check (action in ('keep', 'remove', 'ban', 'unban', 'feedback')),
	explanation_id bigint references game.explanations (id) on delete set null,
	player_id uuid references game.players (id) on delete set null,
	note text check (char_length(note) <= 500),
	created_at timestamptz not null default now()
);

create table game.feedback (
	id bigint generated always as identity primary key,
	player_id uuid references game.players (id) on delete set null,
	text text not null check (char_length(text) between 3 and 2000),
	page text check (char_length(page) <= 200),
	created_at timestamptz not null default now(),
	handled_at timestamptz
);
create index feedback_open on game.feedback (id) where handled_at is null;
create index feedback_by_player on game.feedback (player_id, created_at desc);
alter table game.reports enable row level security;
alter table game.moderation_log enable row level security;
alter table game.feedback enable row level security;

-- Reports an explanation of somebody else, once. Returns the explanation's status.
create function api.report_explanation(explanation_id bigint, reason text, note text default null) returns text
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
	hidden_at constant int := 3;
	-- A new player may report little, so that a crowd made for the purpose hides little.
	reports_a_day constant int := 20;
	reports_a_day_when_new constant int := 3;
	player uuid := game.begin_write();
	profile game.players;
	explanation game.explanations;
begin
	select * into profile from game.players p where p.id = player;
	if (select count(*) from game.reports r where r.player_id = player and r.created_at > now() - interval '1 day')
		>= (case when profile.answered_count < 5 then reports_a_day_when_new else reports_a_day end) then
		perform game.refuse(429, 'rate_limited', 'That is enough for today, thank you. A moderator will look.');
	end if;
	if reason is null or reason not in ('spam', 'offensive', 'nonsense', 'personal', 'other')
		or char_length(report_explanation.note) > 200 then
		perform game.refuse(400, 'invalid', 'Choose a reason; a note has at most 200 characters.');
	end if;
	select * into explanation from game.explanations e
		where e.id = report_explanation.explanation_id and e.status <> 'removed' for no key update;
	if not found then
		perform game.refuse(404, 'not_found', 'There is no such explanation.');
	elsif explanation.author_id = player then
		perform game.refuse(403, 'own_explanation', 'This one is your own.');
	end if;
	insert into game.reports (player_id, explanation_id, reason, note)
		values (player, explanation.id, report_explanation.reason, game.clean_text(report_explanation.note))
		on conflict do nothing;
	if found then
		update game.explanations e set report_count = e.report_count + 1,
			status = case when e.report_count + 1 >= hidden_at then 'hidden' else e.status end
			where e.id = explanation.id returning * into explanation;
		perform game.review_neuron(explanation.campaign_id, explanation.neuron_index);
	end if;
	return explanation.status;
end $$;
grant execute on function api.report_explanation to authenticated;

-- The calling player's id if a moderator; refuses everybody else.
create function game.require_moderator() returns uuid
language plpgsql stable set search_path = '' as $$
begin
	if not exists (select from game.players p where p.id = auth.uid() and p.role = 'moderator'
		and p.banned_at is null) then
		perform game.refuse(403, 'forbidden', 'Only moderators may do this.');
	end if;
	return auth.uid();
end $$;

-- Hidden explanations with their reports, most reported first (at most 50); for moderators.
create function api.review_queue() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
	perform game.require_moderator();
	return (select coalesce(jsonb_agg(jsonb_build_object(
		'id', e.id::text, 'text', e.text, 'campaign_id', e.campaign_id, 'neuron_index', e.neuron_index,
		'reports', (select jsonb_agg(jsonb_build_object('reason', r.reason, 'note', r.note, 'created_at', r.created_at)
			order by r.created_at) from game.reports r where r.explanation_id = e.id)
	) order by e.report_count desc, e.id), '[]') from (
		select * from game.explanations h where h.status = 'hidden' order by h.report_count desc, h.id limit 50
	) e);
end $$;
grant execute on function api.review_queue to authenticated;

-- Decides on an explanation: 'keep' shows it again and clears its reports' count, 'remove' takes it away for good,
-- 'ban' does so and lets its author write no more.
create function api.decide(explanation_id bigint, decision text, note text default null) returns void
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
	moderator uuid := game.require_moderator();
	explanation game.explanations;
begin
	if decision is null or decision not in ('keep', 'remove', 'ban') or char_length(decide.note) > 500 then
		perform game.refuse(400, 'invalid', 'Decide: keep, remove or ban.');
	end if;
	perform game.begin_write();
	select * into explanation from game.explanations e where e.id = decide.explanation_id for no key update;
	if not found then
		perform game.refuse(404, 'not_found', 'There is no such explanation.');
	elsif explanation.author_id = moderator then
		perform game.refuse(403, 'own_explanation', 'Somebody else must decide on your own explanation.');
	end if;
	update game.explanations e set status = case decision when 'keep' then 'shown' else 'removed' end,
		report_count = 0, is_shadowed = e.is_shadowed and decision <> 'keep' where e.id = explanation.id;
	if decision = 'ban' then
		update game.players p set banned_at = now() where p.id = explanation.author_id and p.role = 'player';
	end if;
	insert into game.moderation_log (moderator_id, action, explanation_id, player_id, note)
		values (moderator, decision, explanation.id, explanation.author_id, decide.note);
	perform game.review_neuron(explanation.campaign_id, explanation.neuron_index);
end $$;
grant execute on function api.decide to authenticated;

-- The last hundred decisions; for moderators.
create function api.moderation_trail() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
	perform game.require_moderator();
	return (select coalesce(jsonb_agg(jsonb_build_object(
		'action', l.action, 'moderator', m.name, 'explanation_id', l.explanation_id::text, 'note', l.note,
		'created_at', l.created_at
	) order by l.id desc), '[]') from (
		select * from game.moderation_log order by id desc limit 100
	) l left join game.players m on m.id = l.moderator_id);
end $$;
grant execute on function api.moderation_trail to authenticated;

-- Makes a player a moderator, or no longer one. Only the service may.
create function api.set_role(player_id uuid, role text) returns void
language plpgsql security definer set search_path = '' as $$
begin
	if set_role.role is null or set_role.role not in ('player', 'moderator') then
		perform game.refuse(400, 'invalid', 'A role is player or moderator.');
	end if;
	update game.players p set role = set_role.role where p.id = set_role.player_id;
	if not found then
		perform game.refuse(404, 'not_found', 'There is no such player.');
	end if;
end $$;
grant execute on function api.set_role to service_role;

-- Sends a message to the makers (3 to 2,000 characters, five a day); `page` says where it was written.
create function api.send_feedback(text text, page text default null) returns void
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
	messages_a_day constant int := 5;
	player uuid := game.begin_write();
	cleaned text;
begin
	if octet_length(send_feedback.text) > 16000 or char_length(send_feedback.page) > 200 then
		perform game.refuse(400, 'too_long', 'A message has at most 2,000 characters.');
	end if;
	cleaned := btrim(normalize(coalesce(send_feedback.text, ''), NFC), E' \t\r\n');
	if char_length(cleaned) < 3 then
		perform game.refuse(400, 'too_short', 'A message has at least 3 characters.');
	elsif char_length(cleaned) > 2000 then
		perform game.refuse(400, 'too_long', 'A message has at most 2,000 characters.');
	elsif (select count(*) from game.feedback f where f.player_id = player
		and f.created_at > now() - interval '1 day') >= messages_a_day then
		perform game.refuse(429, 'rate_limited', 'Five messages a day are the most. Please come back tomorrow.');
	end if;
	insert into game.feedback (player_id, text, page) values (player, cleaned, send_feedback.page);
end $$;
grant execute on function api.send_feedback to authenticated;

-- Messages that nobody has dealt with, oldest first; for moderators.
create function api.feedback_queue() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
	perform game.require_moderator();
	return (select coalesce(jsonb_agg(jsonb_build_object(
		'id', f.id::text, 'text', f.text, 'page', f.page, 'created_at', f.created_at
	) order by f.id), '[]') from (
		select * from game.feedback o where o.handled_at is null order by o.id limit 50
	) f);
end $$;
grant execute on function api.feedback_queue to authenticated;

create function api.handle_feedback(feedback_id bigint) returns void
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
	moderator uuid := game.require_moderator();
begin
	update game.feedback f set handled_at = now() where f.id = handle_feedback.feedback_id and f.handled_at is null;
	if not found then
		perform game.refuse(404, 'not_found', 'There is no such message.');
	end if;
	insert into game.moderation_log (moderator_id, action, note) values (moderator, 'feedback', handle_feedback.feedback_id::text);
end $$;
grant execute on function api.handle_feedback to authenticated;
