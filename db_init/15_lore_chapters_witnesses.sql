-- What people write down for the Dungeon Master (lore, pins, corrections, people from cards), what the story comes to in
-- chapters, and who knows what of it.

CREATE TABLE lore_entries (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    campaign_id    bigint      NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    kind           text        NOT NULL CHECK (kind IN ('lore', 'pin', 'correction', 'person')),
    title          text        NOT NULL DEFAULT '' CHECK (length(title) <= 120),
    content        text        NOT NULL CHECK (length(content) <= 4000),
    keys           text[]      NOT NULL DEFAULT '{}',
    secondary_keys text[]      NOT NULL DEFAULT '{}',
    secondary_rule text        NOT NULL DEFAULT 'any' CHECK (secondary_rule IN ('any', 'all', 'none', 'not_all')),
    is_constant    boolean     NOT NULL DEFAULT false,
    by_meaning     boolean     NOT NULL DEFAULT false,
    is_enabled     boolean     NOT NULL DEFAULT true,
    is_hidden      boolean     NOT NULL DEFAULT false,
    priority       integer     NOT NULL DEFAULT 100,
    turn_number    integer,
    author         text        NOT NULL DEFAULT '',
    source         text        NOT NULL DEFAULT 'hand' CHECK (source IN ('hand', 'lorebook', 'card')),
    person         jsonb       NOT NULL DEFAULT '{}',
    ref            text,
    embedding      vector(384),
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX lore_entries_campaign ON lore_entries (campaign_id, kind);
CREATE INDEX lore_entries_vectors_due ON lore_entries (id) WHERE by_meaning AND embedding IS NULL;
CREATE INDEX lore_entries_people_due ON lore_entries (campaign_id) WHERE kind = 'person' AND ref IS NULL;
COMMENT ON TABLE lore_entries IS 'Written by llm_brain. What people at a table wrote down or imported for its Dungeon Master; always quoted as data in a prompt.';
COMMENT ON COLUMN lore_entries.kind IS 'lore: true of the world; pin: to be remembered; correction: outweighs what was told in turn_number; person: somebody from a character card.';
COMMENT ON COLUMN lore_entries.title IS 'What the entry is called on the page; the name of a person.';
COMMENT ON COLUMN lore_entries.content IS 'The text that goes into the prompt; of a person, the description.';
COMMENT ON COLUMN lore_entries.keys IS 'Words that bring the entry into the prompt when one of them was said or is at hand.';
COMMENT ON COLUMN lore_entries.secondary_keys IS 'Further words that decide, by secondary_rule, whether a key that was said counts.';
COMMENT ON COLUMN lore_entries.secondary_rule IS 'Of the secondary keys: any must be there, all must, none may, or not all may.';
COMMENT ON COLUMN lore_entries.is_constant IS 'Whether it is in every prompt, as long as it fits.';
COMMENT ON COLUMN lore_entries.by_meaning IS 'Whether likeness of meaning brings it in too.';
COMMENT ON COLUMN lore_entries.is_enabled IS 'Whether it counts at all.';
COMMENT ON COLUMN lore_entries.is_hidden IS 'Whether only the owner of the table sees it on the page.';
COMMENT ON COLUMN lore_entries.priority IS 'The higher, the sooner it gets room; a lorebook''s insertion order.';
COMMENT ON COLUMN lore_entries.turn_number IS 'The turn that a pin or a correction is about.';
COMMENT ON COLUMN lore_entries.author IS 'Who wrote it down, by the name they sign in with.';
COMMENT ON COLUMN lore_entries.source IS 'Written by hand, or read from a lorebook or a character card.';
COMMENT ON COLUMN lore_entries.person IS 'Of a person: role, personality and sayings, as text.';
COMMENT ON COLUMN lore_entries.ref IS 'Of a person: who they are in the world, once they are in it.';
COMMENT ON COLUMN lore_entries.embedding IS 'The vector of title and content, made beside the turns.';

CREATE TABLE summaries (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    campaign_id bigint      NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    kind        text        NOT NULL CHECK (kind IN ('chapter', 'campaign')),
    number      integer     NOT NULL,
    first_turn  integer     NOT NULL,
    last_turn   integer     NOT NULL,
    title       text        NOT NULL DEFAULT '',
    content     text        NOT NULL,
    facts       jsonb       NOT NULL DEFAULT '[]',
    covers      bigint[]    NOT NULL DEFAULT '{}',
    narrator    text        NOT NULL DEFAULT 'storyteller',
    is_open     boolean     NOT NULL DEFAULT false,
    is_stale    boolean     NOT NULL DEFAULT false,
    created_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (campaign_id, kind, number)
);
COMMENT ON TABLE summaries IS 'Written by llm_brain, beside the turns. The story in chapters, and the campaign so far; whatever an undo reaches into is deleted with it.';
COMMENT ON COLUMN summaries.kind IS 'chapter: so many scenes; campaign: all closed chapters, number 0.';
COMMENT ON COLUMN summaries.number IS 'The chapter, counted from 1.';
COMMENT ON COLUMN summaries.facts IS 'Pairs of weight (1 to 3) and sentence, made from the ledger alone.';
COMMENT ON COLUMN summaries.covers IS 'What it was made of: ids of story_segments for a chapter, of summaries for the campaign.';
COMMENT ON COLUMN summaries.narrator IS 'Who put the facts into words.';
COMMENT ON COLUMN summaries.is_open IS 'Whether the chapter is still being played; such a one is in no prompt.';
COMMENT ON COLUMN summaries.is_stale IS 'Whether what it covers was reworded, withdrawn or corrected since; shown to nobody until it is written anew.';

CREATE TABLE memory_witnesses (
    campaign_id    bigint  NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    segment_id     bigint  NOT NULL REFERENCES story_segments (id) ON DELETE CASCADE,
    ref            text    NOT NULL,
    how            text    NOT NULL DEFAULT 'saw' CHECK (how IN ('saw', 'told', 'rumour')),
    turn_id        bigint  NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    from_clock_min integer NOT NULL DEFAULT 0,
    PRIMARY KEY (segment_id, ref)
);
CREATE INDEX memory_witnesses_knower ON memory_witnesses (campaign_id, ref);
CREATE INDEX memory_witnesses_turn ON memory_witnesses (turn_id);
COMMENT ON TABLE memory_witnesses IS 'Written by llm_brain. Who knows of a memory: heroes and people who were there, whoever was told, everybody (*) once it has got about.';
COMMENT ON COLUMN memory_witnesses.turn_id IS 'The turn in which they came to know it; undone with it.';
COMMENT ON COLUMN memory_witnesses.from_clock_min IS 'From when on, on the campaign''s clock: a rumour takes its time.';

ALTER TABLE conversations ADD COLUMN sources jsonb NOT NULL DEFAULT '[]';
COMMENT ON COLUMN conversations.sources IS 'What lore, pins, corrections and summaries went into the prompt and why, and which found no room.';

CREATE VIEW web_lore_entries AS
SELECT id, campaign_id, kind, title, content, keys, secondary_keys, secondary_rule, is_constant, by_meaning, is_enabled, is_hidden,
       priority, turn_number, author, source, person, ref IS NOT NULL AS is_in_the_world, created_at, updated_at
FROM lore_entries;

CREATE VIEW web_summaries AS
SELECT id, campaign_id, kind, number, first_turn, last_turn, title, content, narrator, is_open, created_at
FROM summaries
WHERE NOT is_stale;

DO $$
DECLARE
    app_user text := coalesce(nullif(current_setting('env.APP_DB_USER', true), ''), 'llama_user');
    web_user text := coalesce(nullif(current_setting('env.WEB_DB_USER', true), ''), 'web_user');
BEGIN
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON lore_entries, summaries, memory_witnesses TO %I', app_user);
    EXECUTE format('GRANT SELECT ON web_lore_entries, web_summaries TO %I', web_user);
END
$$;
