-- What the ledger folds into, as plain tables for SQL, the web service and an operator with psql. Written in the same
-- transaction as the events; `sheet` and `details` hold the whole entity, the columns are its most asked-for parts.

CREATE TABLE characters (
    campaign_id bigint  NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    id          integer NOT NULL,
    name        text    NOT NULL,
    race        text    NOT NULL,
    class       text    NOT NULL,
    level       integer NOT NULL,
    xp          integer NOT NULL,
    hp          integer NOT NULL,
    hp_max      integer NOT NULL,
    armor_class integer NOT NULL,
    is_dead     boolean NOT NULL,
    location    text    NOT NULL,
    sheet       jsonb   NOT NULL,
    PRIMARY KEY (campaign_id, id)
);
COMMENT ON TABLE characters IS 'Projection of the ledger, written by llm_brain. The heroes; id counts within the campaign.';

CREATE TABLE npcs (
    campaign_id bigint  NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    id          integer NOT NULL,
    name        text    NOT NULL,
    stat_block  text,
    attitude    text    NOT NULL,
    hp          integer NOT NULL,
    hp_max      integer NOT NULL,
    is_dead     boolean NOT NULL,
    location    text    NOT NULL,
    sheet       jsonb   NOT NULL,
    PRIMARY KEY (campaign_id, id)
);
COMMENT ON TABLE npcs IS 'Projection of the ledger, written by llm_brain. Everybody who is not a hero: people and monsters.';

CREATE TABLE quests (
    campaign_id bigint  NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    key         text    NOT NULL,
    title       text    NOT NULL,
    is_main     boolean NOT NULL,
    status      text    NOT NULL,
    stages_done integer NOT NULL,
    details     jsonb   NOT NULL,
    PRIMARY KEY (campaign_id, key)
);
COMMENT ON TABLE quests IS 'Projection of the ledger, written by llm_brain.';

CREATE TABLE locations (
    campaign_id bigint  NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    key         text    NOT NULL,
    name        text    NOT NULL,
    kind        text    NOT NULL,
    is_known    boolean NOT NULL,
    is_visited  boolean NOT NULL,
    details     jsonb   NOT NULL,
    PRIMARY KEY (campaign_id, key)
);
COMMENT ON TABLE locations IS 'Projection of the ledger, written by llm_brain. The places of the adventure, known or not.';

CREATE TABLE encounters (
    campaign_id bigint  NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    key         text    NOT NULL,
    name        text    NOT NULL,
    status      text    NOT NULL,
    round       integer NOT NULL,
    details     jsonb   NOT NULL,
    PRIMARY KEY (campaign_id, key)
);
COMMENT ON TABLE encounters IS 'Projection of the ledger, written by llm_brain. Fights planned, under way and over.';

CREATE TABLE inventory (
    campaign_id bigint  NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    owner       text    NOT NULL,
    position    integer NOT NULL,
    key         text    NOT NULL,
    name        text    NOT NULL,
    quantity    integer NOT NULL,
    is_equipped boolean NOT NULL,
    PRIMARY KEY (campaign_id, owner, position)
);
COMMENT ON TABLE inventory IS 'Projection of the ledger, written by llm_brain. What everybody carries; owner is the ref (c1, n4).';
