-- The three roles. dm_admin (who runs this) owns everything; the application role writes the game; the web role reads
-- views and owns the schema "web", where Django's own migrations work.
--
-- Names and passwords arrive as settings of this session: env.APP_DB_USER, env.APP_DB_PASS, env.WEB_DB_USER,
-- env.WEB_DB_PASS (for example through PGOPTIONS). Names have defaults, passwords have none.

CREATE EXTENSION IF NOT EXISTS vector;

DO $$
DECLARE
    app_user text := coalesce(nullif(current_setting('env.APP_DB_USER', true), ''), 'llama_user');
    app_pass text := nullif(current_setting('env.APP_DB_PASS', true), '');
    web_user text := coalesce(nullif(current_setting('env.WEB_DB_USER', true), ''), 'web_user');
    web_pass text := nullif(current_setting('env.WEB_DB_PASS', true), '');
BEGIN
    IF app_pass IS NULL OR web_pass IS NULL THEN
        RAISE EXCEPTION 'APP_DB_PASS and WEB_DB_PASS must be set: no database password has a default';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = app_user) THEN
        EXECUTE format('CREATE ROLE %I LOGIN', app_user);
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = web_user) THEN
        EXECUTE format('CREATE ROLE %I LOGIN', web_user);
    END IF;
    EXECUTE format('ALTER ROLE %I PASSWORD %L', app_user, app_pass);
    EXECUTE format('ALTER ROLE %I PASSWORD %L', web_user, web_pass);
    EXECUTE format('ALTER ROLE %I SET search_path = web, public', web_user);
    EXECUTE format('CREATE SCHEMA IF NOT EXISTS web AUTHORIZATION %I', web_user);
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I, %I', current_database(), app_user, web_user);
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
