-- Pictures and voices still to be made: filled by the commit that ends a turn, drained by any number of workers.

CREATE TABLE media_jobs (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    campaign_id  bigint      NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    turn_id      bigint      NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    kind         text        NOT NULL CHECK (kind IN ('image', 'audio')),
    telling      integer     NOT NULL DEFAULT 0,
    payload      jsonb       NOT NULL,
    status       text        NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'leased', 'done', 'dead', 'dropped')),
    attempts     integer     NOT NULL DEFAULT 0,
    lease_holder text,
    leased_until timestamptz,
    run_after    timestamptz NOT NULL DEFAULT now(),
    error        text,
    created_at   timestamptz NOT NULL DEFAULT now(),
    UNIQUE (turn_id, kind, telling)
);
CREATE INDEX media_jobs_campaign ON media_jobs (campaign_id);
CREATE INDEX media_jobs_due ON media_jobs (run_after) WHERE status IN ('queued', 'leased');
COMMENT ON TABLE media_jobs IS 'Written by llm_brain. Leased with FOR UPDATE SKIP LOCKED; dead after several attempts.';
