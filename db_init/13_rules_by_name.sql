-- Rules looked up by name and by their words: what kind of thing a row is about, its facts, its licence, and a text search.

ALTER TABLE rules_reference
    ADD COLUMN kind    text  NOT NULL DEFAULT 'rules',
    ADD COLUMN facts   jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN license text  NOT NULL DEFAULT '',
    ADD COLUMN words   tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', topic), 'A') || setweight(to_tsvector('english', content), 'B')
    ) STORED;
CREATE INDEX rules_reference_keywords ON rules_reference USING gin (keywords);
CREATE INDEX rules_reference_words ON rules_reference USING gin (words);
COMMENT ON COLUMN rules_reference.keywords IS 'The names it goes by, in small letters without punctuation: "crossbow light" and "light crossbow".';
COMMENT ON COLUMN rules_reference.facts IS 'Pairs of a label and a value, in reading order.';
COMMENT ON COLUMN rules_reference.fetched_at IS 'When the import or the refresh that brought the row, or found it unchanged, was done.';
