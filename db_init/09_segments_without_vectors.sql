-- Which segments still wait for their vector: found by an index instead of by looking through the whole story.

ALTER TABLE story_segments ADD COLUMN has_vector boolean NOT NULL DEFAULT false;

UPDATE story_segments s SET has_vector = true
WHERE EXISTS (SELECT 1 FROM story_embeddings e WHERE e.segment_id = s.id);

CREATE INDEX story_segments_without_vector ON story_segments (id) WHERE NOT has_vector AND undone_by IS NULL;
