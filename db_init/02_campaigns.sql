-- A campaign: one save of the game. Deleting its row wipes everything that belongs to it, by cascade.

CREATE TABLE campaigns (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name             text        NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    theme            text        NOT NULL,
    tone             text        NOT NULL DEFAULT '',
    dm_style         text        NOT NULL DEFAULT '',
    adventure_seed   bigint      NOT NULL,
    dice_seed        bytea       NOT NULL CHECK (length(dice_seed) = 32),
    dice_seed_sha256 text        NOT NULL,
    dice_revealed    boolean     NOT NULL DEFAULT false,
    dice_counter     bigint      NOT NULL DEFAULT 0,
    lines            text[]      NOT NULL DEFAULT '{}',
    veils            text[]      NOT NULL DEFAULT '{}',
    world            jsonb       NOT NULL DEFAULT '{}',
    table_view       jsonb       NOT NULL DEFAULT '{}',
    last_seq         bigint      NOT NULL DEFAULT 0,
    last_turn        integer     NOT NULL DEFAULT 0,
    branched_from    bigint,
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE campaigns IS 'Written by llm_brain. One save of the game; world holds clock, weather, place, adventure, clues and flags of the folded ledger, table_view what the players may see of the state. dice_seed is secret until revealed.';
COMMENT ON COLUMN campaigns.dice_counter IS 'Number of the last die rolled; never rewound, not even by undo.';

CREATE TABLE dice_seeds (
    campaign_id bigint  NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    last_n      bigint  NOT NULL,
    seed        bytea   NOT NULL CHECK (length(seed) = 32),
    sha256      text    NOT NULL,
    is_revealed boolean NOT NULL DEFAULT false,
    PRIMARY KEY (campaign_id, last_n)
);
COMMENT ON TABLE dice_seeds IS 'Written by llm_brain. Seeds no longer rolled with: revealed ones, and those of the campaign a branch was made from; each rolled every die up to last_n that no earlier one did.';

CREATE UNLOGGED TABLE campaign_leases (
    campaign_id    bigint PRIMARY KEY REFERENCES campaigns (id) ON DELETE CASCADE,
    holder         text        NOT NULL,
    stop_requested boolean     NOT NULL DEFAULT false,
    expires_at     timestamptz NOT NULL
);
COMMENT ON TABLE campaign_leases IS 'Written by llm_brain. Whoever holds the row takes the turn; no connection is held meanwhile. A crash of the database empties it, as it should.';
