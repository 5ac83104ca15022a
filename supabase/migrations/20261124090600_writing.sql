-- What a signed-in player may write. These functions run with their owner's rights, because no client may touch
-- the tables or the counters itself; who writes is always auth.uid(), never an argument.
-- Locks are taken in one order (own budget, explanation, neuron), so that writers never wait for each other in a
-- circle.

-- One explanation as its player sees it: the row that api.explanations_of gives.
create function game.explanation_json(explanation game.explanations, player uuid) returns jsonb
language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'id', explanation.id::text, 'text', explanation.text,
		'votes_up', explanation.votes_up, 'votes_down', explanation.votes_down,
		'mine', coalesce(explanation.author_id = player, false),
		'my_vote', coalesce((
			select v.value from game.votes v where v.player_id = player and v.explanation_id = explanation.id
		), 0),
		'created_at', explanation.created_at
	)
$$;

-- Notes that the player has answered the neuron; only the first answer counts.
create function game.note_answer(player uuid, campaign_id text, neuron_index int) returns void
language plpgsql set search_path = '' as $$
#variable_conflict use_column
begin
	insert into game.answers (player_id, campaign_id, neuron_index)
		values (player, note_answer.campaign_id, note_answer.neuron_index) on conflict do nothing;
	if found then
		update game.neurons n set answer_count = n.answer_count + 1
			where n.campaign_id = note_answer.campaign_id and n.index = note_answer.neuron_index;
	end if;
end $$;

-- Sets the player's vote (-1, 0 or 1) on an explanation of somebody else and keeps its counters.
create function game.set_vote(player uuid, explanation_id bigint, value int) returns game.explanations
language plpgsql set search_path = '' as $$
#variable_conflict use_column
declare
	explanation game.explanations;
	old_value int;
begin
	select * into explanation from game.explanations e where e.id = set_vote.explanation_id for no key update;
	if not found then
		perform game.refuse(404, 'not_found', 'There is no such explanation.');
	end if;
	if explanation.author_id = player then
		perform game.refuse(403, 'own_explanation', 'You cannot vote on your own explanation.');
	end if;
	select v.value into old_value from game.votes v
		where v.player_id = player and v.explanation_id = explanation.id;
	old_value := coalesce(old_value, 0);
	if set_vote.value = old_value then
		return explanation;
	elsif set_vote.value = 0 then
		delete from game.votes v where v.player_id = player and v.explanation_id = explanation.id;
	else
		insert into game.votes (player_id, explanation_id, value) values (player, explanation.id, set_vote.value)
			on conflict (player_id, explanation_id) do update set value = excluded.value, updated_at = now();
	end if;
	update game.explanations e set
		votes_up = e.votes_up + (set_vote.value = 1)::int - (old_value = 1)::int,
		votes_down = e.votes_down + (set_vote.value = -1)::int - (old_value = -1)::int
		where e.id = explanation.id returning * into explanation;
	return explanation;
end $$;

-- Casts, changes (1, -1) or withdraws (0) the calling player's vote; returns the explanation as it is now.
create function api.cast_vote(explanation_id bigint, value int) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	player uuid := game.begin_write();
	explanation game.explanations;
begin
	if cast_vote.value is null or cast_vote.value not in (-1, 0, 1) then
		perform game.refuse(400, 'server', 'A vote is 1, 0 or -1.');
	end if;
	explanation := game.set_vote(player, cast_vote.explanation_id, cast_vote.value);
	if cast_vote.value <> 0 then
		perform game.note_answer(player, explanation.campaign_id, explanation.neuron_index);
	end if;
	return game.explanation_json(explanation, player);
end $$;
grant execute on function api.cast_vote to authenticated;

-- The text as it will be stored, or a refusal when it is too short or too long.
create function game.require_text(raw text) returns text
language plpgsql immutable set search_path = '' as $$
declare
	cleaned text;
begin
	-- Looked at before anything is computed from it: an explanation of 200 characters has at most 800 bytes,
	-- white space aside.
	if octet_length(raw) > 4000 then
		perform game.refuse(400, 'too_long', 'An explanation has at most 200 characters.');
	end if;
	cleaned := coalesce(game.clean_text(raw), '');
	if char_length(cleaned) < 3 or char_length(game.text_key(cleaned)) < 3 then
		perform game.refuse(400, 'too_short', 'An explanation has at least 3 characters.');
	elsif char_length(cleaned) > 200 then
		perform game.refuse(400, 'too_long', 'An explanation has at most 200 characters.');
	end if;
	return cleaned;
end $$;

-- Submits an explanation of a neuron. When it is there already, written by somebody else, it gets the player's vote
-- instead (became_vote); one's own is simply returned. Returns {explanation, became_vote}.
create function api.submit_explanation(campaign_id text, neuron_index int, text text) returns jsonb
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
	player uuid := game.begin_write();
	cleaned text := game.require_text(submit_explanation.text);
	explanation game.explanations;
	became_vote boolean := false;
begin
	if not exists (select from game.neurons n where n.campaign_id = submit_explanation.campaign_id
		and n.index = submit_explanation.neuron_index) then
		perform game.refuse(404, 'not_found', 'There is no such neuron.');
	end if;
	insert into game.explanations (campaign_id, neuron_index, author_id, text, text_key)
		values (submit_explanation.campaign_id, submit_explanation.neuron_index, player, cleaned,
			game.text_key(cleaned))
		on conflict (campaign_id, neuron_index, text_key) do nothing
		returning * into explanation;
	if explanation.id is null then
		select * into explanation from game.explanations e
			where e.campaign_id = submit_explanation.campaign_id
				and e.neuron_index = submit_explanation.neuron_index and e.text_key = game.text_key(cleaned);
		if explanation.author_id is distinct from player then
			explanation := game.set_vote(player, explanation.id, 1);
			became_vote := true;
		end if;
	end if;
	perform game.note_answer(player, explanation.campaign_id, explanation.neuron_index);
	return jsonb_build_object(
		'explanation', game.explanation_json(explanation, player), 'became_vote', became_vote
	);
end $$;
grant execute on function api.submit_explanation to authenticated;
