-- How heroes and people look: one picture each, ordered by the turn in which they are first seen, kept for the whole campaign.

CREATE TABLE portraits (
    campaign_id bigint      NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    ref         text        NOT NULL,
    turn_id     bigint      NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    ordered     jsonb       NOT NULL,
    url         text        NOT NULL,
    painter     text        NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (campaign_id, ref)
);
CREATE INDEX portraits_turn ON portraits (turn_id);
COMMENT ON TABLE portraits IS 'Written by llm_brain. A portrait counts while the turn that ordered it does: after an undo the same ref may be somebody else.';
COMMENT ON COLUMN portraits.ref IS 'Whose it is: c1, c2 … for heroes, n1, n2 … for everybody else.';
COMMENT ON COLUMN portraits.ordered IS 'Description, seed and style as the picture service was asked: the same order gives the same face.';

ALTER TABLE media_jobs
    ADD COLUMN subject text NOT NULL DEFAULT '',
    DROP CONSTRAINT media_jobs_kind_check,
    DROP CONSTRAINT media_jobs_turn_id_kind_telling_key,
    ADD CONSTRAINT media_jobs_kind_check CHECK (kind IN ('image', 'audio', 'portrait')),
    ADD CONSTRAINT media_jobs_once UNIQUE (turn_id, kind, telling, subject);
CREATE INDEX media_jobs_portraits ON media_jobs (campaign_id, subject) WHERE kind = 'portrait';
COMMENT ON COLUMN media_jobs.subject IS 'Whose portrait it is; empty for the picture and the voice of a turn.';

CREATE VIEW web_portraits AS
SELECT p.campaign_id, p.ref, p.url
FROM portraits p
JOIN conversations c ON c.id = p.turn_id
WHERE c.undone_by IS NULL;

DO $$
DECLARE
    app_user text := coalesce(nullif(current_setting('env.APP_DB_USER', true), ''), 'llama_user');
    web_user text := coalesce(nullif(current_setting('env.WEB_DB_USER', true), ''), 'web_user');
BEGIN
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON portraits TO %I', app_user);
    EXECUTE format('GRANT SELECT ON web_portraits TO %I', web_user);
END
$$;
