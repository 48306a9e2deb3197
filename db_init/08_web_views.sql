-- What the web service may read: never a dice seed, a secret, or anything that was undone.

CREATE VIEW web_campaigns AS
SELECT id, name, theme, tone, dm_style, adventure_seed, dice_seed_sha256, dice_revealed, dice_counter,
       lines, veils, last_seq, last_turn, branched_from, created_at, updated_at, table_view,
       world #>> '{adventure,title}' AS title,
       world #>> '{adventure,ended}' AS ended,
       world ->> 'location' AS location,
       (world ->> 'clock_min')::integer AS clock_min,
       world ->> 'weather' AS weather
FROM campaigns;

CREATE VIEW web_dice_seeds AS
SELECT campaign_id, last_n, sha256, is_revealed, CASE WHEN is_revealed THEN encode(seed, 'hex') END AS seed
FROM dice_seeds;

CREATE VIEW web_turns AS
SELECT id, campaign_id, turn_number, character_id, player_message, dm_response, status, actions, sentences, suggestions,
       memories, notes, timings_ms, narrator, degraded_reason, telling, image_generated, audio_generated, image_state,
       audio_state, image_url, audio_url, audio_clips, created_at, told_at
FROM conversations
WHERE undone_by IS NULL;

CREATE VIEW web_events AS
SELECT campaign_id, seq, turn_id, type, payload, created_at
FROM events
WHERE undone_by IS NULL AND type <> 'adventure_written';

CREATE VIEW web_live_sentences AS
SELECT l.turn_id, l.campaign_id, l.index, l.sentence, c.turn_number
FROM live_sentences l
JOIN conversations c ON c.id = l.turn_id
WHERE c.undone_by IS NULL;

CREATE VIEW web_characters AS
SELECT campaign_id, id, name, race, class, level, xp, hp, hp_max, armor_class, is_dead, location, sheet
FROM characters;

CREATE VIEW web_quests AS
SELECT campaign_id, key, title, is_main, status, stages_done, details
FROM quests
WHERE status <> 'unknown';

CREATE VIEW web_locations AS
SELECT campaign_id, key, name, kind, is_visited,
       (details ->> 'map_x')::integer AS map_x, (details ->> 'map_y')::integer AS map_y
FROM locations
WHERE is_known;

CREATE VIEW web_inventory AS
SELECT campaign_id, owner, position, key, name, quantity, is_equipped
FROM inventory
WHERE owner LIKE 'c%';

CREATE VIEW web_media_jobs AS
SELECT id, campaign_id, turn_id, kind, status, attempts, created_at
FROM media_jobs;

DO $$
DECLARE
    app_user text := coalesce(nullif(current_setting('env.APP_DB_USER', true), ''), 'llama_user');
    web_user text := coalesce(nullif(current_setting('env.WEB_DB_USER', true), ''), 'web_user');
    game_table text;
    web_view text;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I, %I', app_user, web_user);
    FOREACH game_table IN ARRAY ARRAY[
        'campaigns', 'dice_seeds', 'campaign_leases', 'conversations', 'idempotency_keys', 'live_sentences', 'characters', 'npcs',
        'quests', 'locations', 'encounters', 'inventory', 'story_segments', 'story_embeddings', 'rules_reference',
        'media_jobs'
    ] LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO %I', game_table, app_user);
    END LOOP;
    -- The ledger: nothing is deleted but with its campaign, nothing changed but the mark of an undo.
    EXECUTE format('GRANT SELECT, INSERT, UPDATE (undone_by) ON events TO %I', app_user);
    EXECUTE format('GRANT SELECT ON recent_conversations TO %I', app_user);
    FOREACH web_view IN ARRAY ARRAY[
        'web_campaigns', 'web_dice_seeds', 'web_turns', 'web_events', 'web_live_sentences', 'web_characters', 'web_quests', 'web_locations',
        'web_inventory', 'web_media_jobs'
    ] LOOP
        EXECUTE format('GRANT SELECT ON %I TO %I', web_view, web_user);
    END LOOP;
    EXECUTE format('GRANT REFERENCES (id) ON campaigns TO %I', web_user);
END
$$;
