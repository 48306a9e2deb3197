-- The ledger: append-only. A row's payload never changes; undo only notes on it which undo took it back.

CREATE TABLE events (
    campaign_id bigint      NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    seq         bigint      NOT NULL CHECK (seq >= 1),
    turn_id     bigint      REFERENCES conversations (id) ON DELETE CASCADE,
    type        text        NOT NULL,
    payload     jsonb       NOT NULL,
    undone_by   bigint,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (campaign_id, seq)
);
CREATE INDEX events_turn ON events (turn_id);
COMMENT ON TABLE events IS 'Written by llm_brain. Every change of the game, in order, as outcomes; folding the rows that were not undone gives the tables.';

CREATE FUNCTION notify_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('table', json_build_object('campaign_id', campaign_id, 'seq', max(seq))::text)
    FROM added GROUP BY campaign_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER events_notify AFTER INSERT ON events
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION notify_events();

CREATE FUNCTION notify_live_sentence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('table', json_build_object(
        'campaign_id', NEW.campaign_id, 'turn_id', NEW.turn_id, 'sentence', NEW.index)::text);
    RETURN NULL;
END
$$;
CREATE TRIGGER live_sentences_notify AFTER INSERT ON live_sentences
FOR EACH ROW EXECUTE FUNCTION notify_live_sentence();
