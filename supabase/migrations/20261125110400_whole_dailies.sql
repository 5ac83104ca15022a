-- The day's neuron has all five rounds, and the clearest come first: neurons that a publication flags 'short-daily' have too few passages for that.
create or replace function game.daily_neuron(campaign_id text, day date) returns int
language plpgsql volatile set search_path = '' as $$
#variable_conflict use_column
declare
	chosen int;
begin
	select d.neuron_index into chosen from game.dailies d
		where d.campaign_id = daily_neuron.campaign_id and d.day = daily_neuron.day;
	if chosen is not null then
		return chosen;
	end if;
	insert into game.dailies (campaign_id, day, neuron_index)
		select n.campaign_id, daily_neuron.day, n.index from game.neurons n
		where n.campaign_id = daily_neuron.campaign_id and n.is_dealt and not 'short-daily' = any (n.flags)
			and not exists (select from game.dailies d where d.campaign_id = n.campaign_id
				and d.neuron_index = n.index and d.day > daily_neuron.day - 365)
		-- Clear ones first, then band by band those that are less clear; what is flagged as hopeless comes last. Within a
		-- band by a hash of the day: nobody can tell tomorrow's puzzle from today's, and no clock decides between two calls.
		order by n.flags <> '{}', greatest(0, ceil((n.difficulty - 0.5) * 10)),
			md5(n.index || '/' || daily_neuron.day), n.index limit 1
		on conflict do nothing;
	return (select d.neuron_index from game.dailies d
		where d.campaign_id = daily_neuron.campaign_id and d.day = daily_neuron.day);
end $$;
