-- The state every so many events, so that undoing, branching and telling again fold only what came since.

CREATE TABLE snapshots (
    campaign_id bigint      NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    seq         bigint      NOT NULL,
    folded_by   text        NOT NULL,
    state       jsonb       NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (campaign_id, seq)
);
COMMENT ON TABLE snapshots IS 'Written by llm_brain. The ledger folded up to and with seq; it can be deleted at any time, the ledger alone is true.';
COMMENT ON COLUMN snapshots.folded_by IS 'A digest of the code that folded it: other code folds for itself, since what it makes of an event may differ.';

DO $$
DECLARE
    app_user text := coalesce(nullif(current_setting('env.APP_DB_USER', true), ''), 'llama_user');
BEGIN
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON snapshots TO %I', app_user);
END
$$;
