-- What an operator sets for all brains, what a campaign's owner sets for its tellings, and in which mood a turn is said: kept here,
-- so that a restart, every other brain and the website know it too.

CREATE TABLE language_model_server (
    is_the_only_row boolean     PRIMARY KEY DEFAULT true CHECK (is_the_only_row),
    base_urls       text[]      NOT NULL,
    model           text        NOT NULL DEFAULT '',
    sealed_key      bytea,
    chosen_at       timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE language_model_server IS 'Written by llm_brain. The server chosen on the operator page, which counts before the environment; no row: the environment counts; a row without addresses: no server at all.';
COMMENT ON COLUMN language_model_server.sealed_key IS 'Encrypted with a key made from APP_DB_PASS: worth nothing in a backup without it, and to be given again when that password changes.';

ALTER TABLE campaigns
    ADD COLUMN temperature    double precision CHECK (temperature BETWEEN 0 AND 2),
    ADD COLUMN top_p          double precision CHECK (top_p > 0 AND top_p <= 1),
    ADD COLUMN max_new_tokens integer CHECK (max_new_tokens BETWEEN 48 AND 1024);
COMMENT ON COLUMN campaigns.temperature IS 'How boldly a language model chooses its words, with top_p and max_new_tokens; null: as the brain is set. The storyteller has no use for them.';

CREATE OR REPLACE VIEW web_campaigns AS
SELECT id, name, theme, tone, dm_style, adventure_seed, dice_seed_sha256, dice_revealed, dice_counter,
       lines, veils, last_seq, last_turn, branched_from, created_at, updated_at, table_view,
       world #>> '{adventure,title}' AS title,
       world #>> '{adventure,ended}' AS ended,
       world ->> 'location' AS location,
       (world ->> 'clock_min')::integer AS clock_min,
       world ->> 'weather' AS weather,
       temperature, top_p, max_new_tokens
FROM campaigns;

ALTER TABLE conversations
    ADD COLUMN mood text NOT NULL DEFAULT 'plain' CHECK (mood IN ('calm', 'plain', 'tense', 'fierce'));
COMMENT ON COLUMN conversations.mood IS 'How the turn is to be said, in the voice service''s words; the same for the voice that is kept and the one that is heard live.';

CREATE OR REPLACE VIEW web_turns AS
SELECT id, campaign_id, turn_number, character_id, player_message, dm_response, status, actions, sentences, suggestions,
       memories, notes, timings_ms, narrator, degraded_reason, telling, image_generated, audio_generated, image_state,
       audio_state, image_url, audio_url, audio_clips, created_at, told_at, mood
FROM conversations
WHERE undone_by IS NULL;

DO $$
DECLARE
    app_user text := coalesce(nullif(current_setting('env.APP_DB_USER', true), ''), 'llama_user');
BEGIN
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON language_model_server TO %I', app_user);
END
$$;
