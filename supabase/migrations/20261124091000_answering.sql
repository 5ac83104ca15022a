-- What a signed-in player may say of a neuron. These functions run with their owner's rights, because no client may
-- touch the tables or the counters itself; who writes is always auth.uid(), never an argument.
-- Locks are taken in one order (own budget, own player, explanation, neuron), so that writers never wait for each
-- other in a circle.

-- Notes what the player did with a neuron. Only the first answer counts; a skip may still become one, and "no
-- pattern" gives way to a pattern that the player finds after all.
create function game.note_answer(player uuid, campaign_id text, neuron_index int, kind text) returns void
language plpgsql set search_path = '' as $$
#variable_conflict use_column
declare
	former text;
	counts_more int;
begin
	perform game.mark_seen(player, note_answer.campaign_id, note_answer.neuron_index);
	select a.kind into former from game.answers a where a.player_id = player
		and a.campaign_id = note_answer.campaign_id and a.neuron_index = note_answer.neuron_index;
	if former is not null and (former = note_answer.kind or note_answer.kind = 'skip'
		or former in ('vote', 'explanation')) then
		return;
	end if;
	counts_more := (note_answer.kind <> 'skip' and coalesce(former, 'skip') = 'skip')::int;
	insert into game.answers as a (player_id, campaign_id, neuron_index, kind, expected)
		select player, n.campaign_id, n.index, note_answer.kind,
			game.no_pattern_share(n.no_pattern_count, n.answer_count)
		from game.neurons n where n.campaign_id = note_answer.campaign_id and n.index = note_answer.neuron_index
		on conflict (player_id, campaign_id, neuron_index) do update set kind = excluded.kind, answered_at = now();
	if note_answer.kind <> 'skip' then
		update game.players p set answered_count = p.answered_count + counts_more where p.id = player;
		update game.neurons n set
			answer_count = n.answer_count + counts_more,
			no_pattern_count = n.no_pattern_count + (note_answer.kind = 'no-pattern')::int
				- (coalesce(former, '') = 'no-pattern')::int
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
	select * into explanation from game.explanations e
		where e.id = set_vote.explanation_id and e.status = 'shown' for no key update;
	if not found or (explanation.is_shadowed and explanation.author_id is distinct from player) then
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
		insert into game.votes (player_id, explanation_id, value, expected)
			values (player, explanation.id, set_vote.value, explanation.score_mean)
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
	perform game.note_play(player);
	explanation := game.set_vote(player, cast_vote.explanation_id, cast_vote.value);
	if cast_vote.value <> 0 then
		perform game.note_answer(player, explanation.campaign_id, explanation.neuron_index, 'vote');
	end if;
	perform game.review_neuron(explanation.campaign_id, explanation.neuron_index);
	return game.explanations_json(array[explanation.id]) -> 0;
end $$;
grant execute on function api.cast_vote to authenticated;

create function game.require_neuron(campaign_id text, neuron_index int) returns game.neurons
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
declare
	neuron game.neurons;
begin
	select * into neuron from game.neurons n
		where n.campaign_id = require_neuron.campaign_id and n.index = require_neuron.neuron_index;
	if not found then
		perform game.refuse(404, 'not_found', 'There is no such neuron.');
	end if;
	return neuron;
end $$;

-- Passage numbers that an explanation speaks of, each once and in order; null for none.
create function game.require_covers(covers int[]) returns int[]
language plpgsql immutable set search_path = '' as $$
declare
	cleaned int[] := (select array_agg(distinct passage order by passage) from unnest(covers) passage
		where passage is not null);
begin
	if cardinality(cleaned) > 50 or exists (select from unnest(cleaned) passage where passage < 0) then
		perform game.refuse(400, 'invalid', 'An explanation names at most 50 clues.');
	end if;
	return cleaned;
end $$;

-- Whether a player with so many answers and explanations of today is too new for one more to be seen by others.
create function game.is_too_eager(player uuid) returns boolean
language sql stable set search_path = '' as $$
	select p.answered_count < 20 and p.rounds_finished < 3 and p.role = 'player' and (
		select count(*) >= 10 from game.explanations e
		where e.author_id = p.id and e.created_at > now() - interval '1 day'
	) from game.players p where p.id = player
$$;

-- Stores a new explanation of the calling player, unless the neuron has the same text already: then gives that one.
create function game.add_explanation(
	player uuid, neuron game.neurons, cleaned text, covers int[], revises_id bigint
) returns game.explanations
language plpgsql set search_path = '' as $$
#variable_conflict use_column
declare
	explanation game.explanations;
begin
	perform game.require_fit(cleaned);
	insert into game.explanations
		(campaign_id, neuron_index, author_id, text, text_key, covers, revises_id, is_checkable, is_shadowed)
		values (neuron.campaign_id, neuron.index, player, cleaned, game.text_key(cleaned), add_explanation.covers,
			add_explanation.revises_id, neuron.is_checkable, game.is_too_eager(player))
		on conflict (campaign_id, neuron_index, text_key) do nothing
		returning * into explanation;
	if explanation.id is null then
		select * into explanation from game.explanations e where e.campaign_id = neuron.campaign_id
			and e.neuron_index = neuron.index and e.text_key = game.text_key(cleaned);
	end if;
	return explanation;
end $$;

-- Submits an explanation of a neuron; `covers` names the clues (passage numbers) it speaks of when the neuron has
-- several senses. When it is there already, written by somebody else, it gets the player's vote instead
-- (became_vote); one's own is simply returned. Returns {explanation, became_vote}.
create function api.submit_explanation(campaign_id text, neuron_index int, text text, covers int[] default null)
returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	player uuid := game.begin_write();
	cleaned text := game.require_text(submit_explanation.text);
	neuron game.neurons := game.require_neuron(submit_explanation.campaign_id, submit_explanation.neuron_index);
	explanation game.explanations;
	became_vote boolean := false;
begin
	perform game.note_play(player);
	explanation := game.add_explanation(player, neuron, cleaned, game.require_covers(submit_explanation.covers), null);
	if explanation.author_id is distinct from player then
		explanation := game.set_vote(player, explanation.id, 1);
		became_vote := true;
	end if;
	perform game.note_answer(player, neuron.campaign_id, neuron.index,
		case when became_vote then 'vote' else 'explanation' end);
	perform game.review_neuron(neuron.campaign_id, neuron.index);
	return jsonb_build_object('explanation', game.explanations_json(array[explanation.id]) -> 0, 'became_vote', became_vote);
end $$;
grant execute on function api.submit_explanation to authenticated;

-- Betters one's own explanation: in place within 15 minutes while nobody has judged it; later, or once it was judged,
-- the new text is an explanation of its own that links to the old one. Returns the explanation with the new text.
create function api.revise_explanation(explanation_id bigint, text text, covers int[] default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
	in_place constant interval := '15 minutes';
	player uuid := game.begin_write();
	cleaned text := game.require_text(revise_explanation.text);
	clues int[] := game.require_covers(revise_explanation.covers);
	old game.explanations;
	revised game.explanations;
begin
	select * into old from game.explanations e
		where e.id = revise_explanation.explanation_id and e.status = 'shown' for no key update;
	if not found then
		perform game.refuse(404, 'not_found', 'There is no such explanation.');
	elsif old.author_id is distinct from player then
		perform game.refuse(403, 'forbidden', 'You can only revise your own explanation.');
	end if;
	perform game.require_fit(cleaned);
	if old.created_at > now() - in_place and old.votes_up + old.votes_down + old.rounds = 0 then
		if old.text is distinct from cleaned then
			insert into game.wordings (explanation_id, text) values (old.id, old.text);
		end if;
		update game.explanations e set text = cleaned, text_key = game.text_key(cleaned),
			covers = coalesce(clues, e.covers), updated_at = now() where e.id = old.id returning * into revised;
	else
		revised := game.add_explanation(player, game.require_neuron(old.campaign_id, old.neuron_index), cleaned,
			coalesce(clues, old.covers), old.id);
		if revised.author_id is distinct from player or revised.id = old.id then
			perform game.refuse(409, 'already_exists', 'The neuron has this explanation already.');
		end if;
		perform game.review_neuron(old.campaign_id, old.neuron_index);
	end if;
	return game.explanations_json(array[revised.id]) -> 0;
exception when unique_violation then
	perform game.refuse(409, 'already_exists', 'The neuron has this explanation already.');
end $$;
grant execute on function api.revise_explanation to authenticated;

-- Answers that a neuron has no clear pattern. Returns the neuron as api.neuron gives it.
create function api.answer_no_pattern(campaign_id text, neuron_index int) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	player uuid := game.begin_write();
	neuron game.neurons := game.require_neuron(answer_no_pattern.campaign_id, answer_no_pattern.neuron_index);
begin
	perform game.note_play(player);
	perform game.note_answer(player, neuron.campaign_id, neuron.index, 'no-pattern');
	perform game.review_neuron(neuron.campaign_id, neuron.index);
	return api.neuron(neuron.campaign_id, neuron.index);
end $$;
grant execute on function api.answer_no_pattern to authenticated;

-- Passes over a neuron for good. Somebody who has not written yet leaves no trace (pages name what was just seen).
create function api.skip_puzzle(campaign_id text, neuron_index int) returns void
language plpgsql security definer set search_path = '' as $$
declare
	player uuid := game.begin_deal();
	neuron game.neurons := game.require_neuron(skip_puzzle.campaign_id, skip_puzzle.neuron_index);
begin
	if player is not null then
		perform game.note_answer(player, neuron.campaign_id, neuron.index, 'skip');
	end if;
end $$;
grant execute on function api.skip_puzzle to anon, authenticated;
