-- What refers to explanations and players and had no index: without one, each explanation that goes away is looked for
-- in the whole table.
create index explanations_by_revised on game.explanations (revises_id) where revises_id is not null;
create index moderation_log_by_explanation on game.moderation_log (explanation_id) where explanation_id is not null;
create index moderation_log_by_player on game.moderation_log (player_id) where player_id is not null;
create index moderation_log_by_moderator on game.moderation_log (moderator_id) where moderator_id is not null;
