-- A row is one layer of a setting: the members that were said here, and those taken away that a layer beneath has.
ALTER TABLE settings.setting
  ADD COLUMN omitted text[] NOT NULL DEFAULT '{}',
  -- Of each member: when it was said, and by whom.
  ADD COLUMN said jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(said) = 'object');

UPDATE settings.setting SET said = (
  SELECT coalesce(jsonb_object_agg(name, jsonb_build_object(
    'at', to_char(changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'by', changed_by)), '{}')
    FROM jsonb_object_keys(value) AS name);

-- The layer as each change left it.
CREATE TABLE settings.revision (
  key text NOT NULL CHECK (key ~ '^[a-z][a-z0-9-]{0,62}$'),
  version integer NOT NULL CHECK (version > 0),
  kind text NOT NULL CHECK (kind IN ('changed', 'rolled-back', 'imported')),
  value jsonb NOT NULL CHECK (jsonb_typeof(value) = 'object'),
  omitted text[] NOT NULL,
  -- Of each member that differs: what held before and what holds, each null where nothing did.
  changes jsonb NOT NULL CHECK (jsonb_typeof(changes) = 'object'),
  reason text CHECK (length(reason) BETWEEN 1 AND 500),
  changed_at timestamptz NOT NULL,
  changed_by uuid,
  PRIMARY KEY (key, version)
);

INSERT INTO settings.revision (key, version, kind, value, omitted, changes, reason, changed_at, changed_by)
  SELECT key, version, 'changed', value, '{}', '{}', NULL, changed_at, changed_by FROM settings.setting;

CREATE FUNCTION settings.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a revision of a setting is immutable' USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER revision_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON settings.revision
  EXECUTE FUNCTION settings.refuse_change();

-- Who this is, for files that are carried from one installation to another. Each change takes the next revision, one after the other.
CREATE TABLE settings.installation (
  is_here boolean PRIMARY KEY DEFAULT true CHECK (is_here),
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  revision bigint NOT NULL DEFAULT 0
);

INSERT INTO settings.installation DEFAULT VALUES;

-- What was last taken over from another installation: what both began with when the next file comes from there.
CREATE TABLE settings.imported (
  origin uuid NOT NULL,
  key text NOT NULL,
  value jsonb NOT NULL CHECK (jsonb_typeof(value) = 'object'),
  omitted text[] NOT NULL,
  PRIMARY KEY (origin, key)
);
