-- Recall in long campaigns beside many others: full text looks at one campaign only, dead jobs are counted by an index.

ALTER TABLE story_segments DROP COLUMN words;
ALTER TABLE story_segments ADD COLUMN words tsvector GENERATED ALWAYS AS (
    to_tsvector('english', content) || array_to_tsvector(ARRAY['campaign' || campaign_id])
) STORED;
CREATE INDEX story_segments_words ON story_segments USING gin (words);
COMMENT ON COLUMN story_segments.words IS 'The lexemes of the content, and one that names the campaign: the index then finds only what is of that campaign.';

DELETE FROM story_embeddings e USING story_segments s WHERE s.id = e.segment_id AND s.undone_by IS NOT NULL;

CREATE INDEX media_jobs_dead ON media_jobs (id) WHERE status = 'dead';
