-- Recall that costs a turn about the same late in a campaign as early: the signs of a vector beside it, close together in one
-- index, say which memories are worth measuring; how many segments hold a word says which words are worth looking for.

ALTER TABLE story_embeddings ADD COLUMN signature bit(384)
    GENERATED ALWAYS AS (binary_quantize(embedding)::bit(384)) STORED;
CREATE INDEX story_embeddings_signature ON story_embeddings (campaign_id) INCLUDE (segment_id, signature);
DROP INDEX story_embeddings_campaign;
COMMENT ON COLUMN story_embeddings.signature IS 'The sign of each number of the vector. Few differences mean a like meaning: a first look, before the vectors of the likeliest are compared.';

CREATE INDEX story_segments_last_turn ON story_segments (campaign_id, last_turn);

CREATE TABLE story_words (
    campaign_id bigint  NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    lexeme      text    NOT NULL,
    segments    integer NOT NULL,
    PRIMARY KEY (campaign_id, lexeme)
) WITH (fillfactor = 70);
COMMENT ON TABLE story_words IS 'Written by llm_brain, through a trigger of story_segments. About how many segments of a campaign hold a word: counted when they are told, not when they are undone or reworded.';

INSERT INTO story_words (campaign_id, lexeme, segments)
SELECT campaign_id, lexeme, count(*)
FROM story_segments, unnest(tsvector_to_array(words)) AS lexeme
WHERE lexeme <> 'campaign' || campaign_id
GROUP BY campaign_id, lexeme;

CREATE FUNCTION count_story_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.story_words AS known (campaign_id, lexeme, segments)
    SELECT campaign_id, lexeme, count(*)
    FROM added, unnest(tsvector_to_array(words)) AS lexeme
    WHERE lexeme <> 'campaign' || campaign_id
    GROUP BY campaign_id, lexeme
    ORDER BY campaign_id, lexeme
    ON CONFLICT (campaign_id, lexeme) DO UPDATE SET segments = known.segments + excluded.segments;
    RETURN NULL;
END
$$;
CREATE TRIGGER story_segments_words_counted AFTER INSERT ON story_segments
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_story_words();

DO $$
DECLARE
    app_user text := coalesce(nullif(current_setting('env.APP_DB_USER', true), ''), 'llama_user');
BEGIN
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON story_words TO %I', app_user);
END
$$;
