-- Vectors say which embedder made them: those of another model or another dimension are never compared with these.

CREATE TABLE embedders (
    id         smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text        NOT NULL UNIQUE,
    dimensions integer     NOT NULL,
    chosen_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE embedders IS 'Written by llm_brain. Whose vectors there are: model and SHA-256 of its weights; the one chosen last is the one that new vectors are made by.';
INSERT INTO embedders (name, dimensions) VALUES ('all-MiniLM-L6-v2 53aa51172d14', 384);
CREATE VIEW chosen_embedder AS SELECT id, name, dimensions FROM embedders ORDER BY chosen_at DESC, id DESC LIMIT 1;

ALTER TABLE story_embeddings ADD COLUMN embedder smallint NOT NULL DEFAULT 1 REFERENCES embedders (id);
COMMENT ON COLUMN story_embeddings.embedder IS 'Who made this vector. Recall compares only vectors of the embedder that reads the question.';
CREATE INDEX story_embeddings_embedder ON story_embeddings (embedder);
ALTER TABLE lore_entries ADD COLUMN embedder smallint REFERENCES embedders (id);
COMMENT ON COLUMN lore_entries.embedder IS 'Who made this vector; null while there is none.';

-- The signs of a campaign's vectors, in the order they were written: a brain keeps them and reads what is new.
DROP INDEX story_embeddings_signature;
CREATE INDEX story_embeddings_signature ON story_embeddings (campaign_id, embedder, id) INCLUDE (segment_id, signature);

DO $$
DECLARE
    app_user text := coalesce(nullif(current_setting('env.APP_DB_USER', true), ''), 'llama_user');
BEGIN
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON embedders TO %I', app_user);
    EXECUTE format('GRANT SELECT ON chosen_embedder TO %I', app_user);
END
$$;
