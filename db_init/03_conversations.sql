-- One row a turn: what was said, what came of it, how it was told.

CREATE TABLE conversations (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    campaign_id     bigint      NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    turn_number     integer     NOT NULL CHECK (turn_number >= 1),
    token           text        NOT NULL UNIQUE,
    character_id    integer,
    player_message  text        NOT NULL DEFAULT '',
    dm_response     text        NOT NULL DEFAULT '',
    status          text        NOT NULL DEFAULT 'resolved' CHECK (status IN ('resolved', 'told', 'stopped', 'withdrawn')),
    actions         jsonb       NOT NULL DEFAULT '[]',
    sentences       jsonb       NOT NULL DEFAULT '[]',
    suggestions     jsonb       NOT NULL DEFAULT '[]',
    memories        jsonb       NOT NULL DEFAULT '[]',
    phrases         text[]      NOT NULL DEFAULT '{}',
    prompt          jsonb       NOT NULL DEFAULT '[]',
    timings_ms      jsonb       NOT NULL DEFAULT '{}',
    notes           text[]      NOT NULL DEFAULT '{}',
    narrator        text        NOT NULL DEFAULT '',
    degraded_reason text,
    telling         integer     NOT NULL DEFAULT 0,
    image_generated boolean     NOT NULL DEFAULT false,
    audio_generated boolean     NOT NULL DEFAULT false,
    image_state     text        NOT NULL DEFAULT 'none' CHECK (image_state IN ('none', 'pending', 'ready', 'failed')),
    audio_state     text        NOT NULL DEFAULT 'none' CHECK (audio_state IN ('none', 'pending', 'ready', 'failed')),
    image_url       text,
    audio_url       text,
    audio_clips     text[]      NOT NULL DEFAULT '{}',
    undone_by       bigint,
    created_at      timestamptz NOT NULL DEFAULT now(),
    told_at         timestamptz
);
CREATE UNIQUE INDEX conversations_one_turn_of_a_number ON conversations (campaign_id, turn_number) WHERE undone_by IS NULL;
CREATE INDEX conversations_untold ON conversations (campaign_id) WHERE status = 'resolved' AND undone_by IS NULL;
COMMENT ON TABLE conversations IS 'Written by llm_brain. One row a turn; token makes its first commit repeatable; image_generated and audio_generated say that the file can be fetched. undone_by is the seq of the undo that took the turn back.';

CREATE TABLE idempotency_keys (
    campaign_id    bigint      NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    key            text        NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    request_sha256 text        NOT NULL,
    turn_id        bigint      REFERENCES conversations (id) ON DELETE CASCADE,
    created_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (campaign_id, key)
);
CREATE INDEX idempotency_keys_turn ON idempotency_keys (turn_id);
COMMENT ON TABLE idempotency_keys IS 'Written by llm_brain. Which turn a request made, so that sending it again makes no second one.';

CREATE UNLOGGED TABLE live_sentences (
    turn_id     bigint  NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    campaign_id bigint  NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    index       integer NOT NULL,
    sentence    jsonb   NOT NULL,
    PRIMARY KEY (turn_id, index)
);
CREATE INDEX live_sentences_campaign ON live_sentences (campaign_id);
COMMENT ON TABLE live_sentences IS 'Written by llm_brain. The released sentences of a telling still under way, for pages that follow it; emptied when the turn is told.';

CREATE VIEW recent_conversations AS
SELECT c.id, c.campaign_id, p.name AS campaign_name, c.turn_number, c.player_message, c.dm_response,
       c.narrator, c.image_generated, c.audio_generated, c.created_at
FROM conversations c
JOIN campaigns p ON p.id = c.campaign_id
WHERE c.undone_by IS NULL
ORDER BY c.id DESC
LIMIT 50;
COMMENT ON VIEW recent_conversations IS 'The last fifty turns of all campaigns, newest first.';
