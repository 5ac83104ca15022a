-- What players wrote without a connection is sent later, and an answer may get lost on its way: each such call carries
-- an id made on the player's device, and is done once, however often it is sent.
create table game.deliveries (
	player_id uuid not null references game.players (id) on delete cascade,
	id uuid not null,
	-- What the call answered, for those who ask again.
	answer jsonb,
	delivered_at timestamptz not null default now(),
	primary key (player_id, id)
);
create index deliveries_by_age on game.deliveries (player_id, delivered_at);
alter table game.deliveries enable row level security;

-- Calls one of the functions that a queue may hold, by name, with its arguments as clients know them.
create function game.deliver_call(call text, args jsonb) returns jsonb
language plpgsql set search_path = '' as $$
begin
	case deliver_call.call
		when 'cast_vote' then
			return api.cast_vote((args ->> 'explanation_id')::bigint, (args ->> 'value')::int);
		when 'submit_explanation' then
			return api.submit_explanation(args ->> 'campaign_id', (args ->> 'neuron_index')::int, args ->> 'text',
				case when jsonb_typeof(args -> 'covers') = 'array' then game.to_ints(args -> 'covers') end);
		when 'answer_no_pattern' then
			return api.answer_no_pattern(args ->> 'campaign_id', (args ->> 'neuron_index')::int);
		when 'finish_check' then
			return api.finish_check((args ->> 'round_id')::uuid, array(
				select x::boolean from jsonb_array_elements_text(args -> 'fires') with ordinality l (x, i) order by i));
		when 'finish_intruder' then
			return api.finish_intruder((args ->> 'round_id')::uuid, (args ->> 'odd')::int);
		else
			perform game.refuse(400, 'invalid', 'This cannot be delivered.');
	end case;
exception when invalid_text_representation or numeric_value_out_of_range or invalid_parameter_value then
	perform game.refuse(400, 'invalid', 'This cannot be delivered.');
end $$;

-- Does `call` with `args` for the calling player, unless the delivery was done before: then gives the answer it had.
-- Refuses as the call itself does; a refusal leaves no trace, so that a later try is judged anew. Two at once: the
-- second waits for the first.
create function api.deliver(delivery_id uuid, call text, args jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
	-- A queue that is older than this was lost long ago.
	kept constant interval := '60 days';
	player uuid := auth.uid();
	result jsonb;
begin
	if player is null then
		perform game.refuse(401, 'signed_out', 'Please sign in first.');
	elsif deliver.delivery_id is null then
		perform game.refuse(400, 'invalid', 'A delivery has an id.');
	end if;
	insert into game.players (id) values (player) on conflict do nothing;
	insert into game.deliveries (player_id, id) values (player, deliver.delivery_id) on conflict do nothing;
	if not found then
		return (select d.answer from game.deliveries d where d.player_id = player and d.id = deliver.delivery_id);
	end if;
	result := game.deliver_call(deliver.call, deliver.args);
	update game.deliveries d set answer = result where d.player_id = player and d.id = deliver.delivery_id;
	delete from game.deliveries d where d.player_id = player and d.delivered_at < now() - kept;
	return result;
end $$;
grant execute on function api.deliver to authenticated;
