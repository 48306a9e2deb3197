-- What the story so far can be asked: segments in words, their vectors beside them.

CREATE TABLE story_segments (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    campaign_id bigint      NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    turn_id     bigint      NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    kind        text        NOT NULL CHECK (kind IN ('turn', 'scene')),
    first_turn  integer     NOT NULL,
    last_turn   integer     NOT NULL,
    content     text        NOT NULL,
    words       tsvector    GENERATED ALWAYS AS (to_tsvector('english', content)) STORED,
    undone_by   bigint,
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX story_segments_campaign ON story_segments (campaign_id, kind, id);
CREATE INDEX story_segments_turn ON story_segments (turn_id);
CREATE INDEX story_segments_words ON story_segments USING gin (words);
COMMENT ON TABLE story_segments IS 'Written by llm_brain. Every told turn, and every scene in a few sentences.';

CREATE TABLE story_embeddings (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    campaign_id bigint      NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    segment_id  bigint      NOT NULL UNIQUE REFERENCES story_segments (id) ON DELETE CASCADE,
    content     text        NOT NULL,
    embedding   vector(384) NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX story_embeddings_campaign ON story_embeddings (campaign_id);
COMMENT ON TABLE story_embeddings IS 'Written by llm_brain. all-MiniLM-L6-v2 vectors of segments; searched exactly within one campaign.';

CREATE TABLE rules_reference (
    key        text PRIMARY KEY,
    topic      text NOT NULL,
    content    text NOT NULL,
    keywords   text[] NOT NULL DEFAULT '{}',
    source     text NOT NULL DEFAULT 'SRD 5.1',
    fetched_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE rules_reference IS 'Written by llm_brain. Rules text by keyword, stored so that no turn waits on a network.';
