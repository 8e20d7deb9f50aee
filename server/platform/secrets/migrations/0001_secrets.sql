CREATE TABLE secrets.secret (
  id uuid PRIMARY KEY,
  -- NULL: the installation's own.
  organisation_id uuid,
  -- Whose keys seal its values.
  scope text NOT NULL GENERATED ALWAYS AS (
    CASE WHEN organisation_id IS NULL THEN 'installation' ELSE 'organisation:' || organisation_id::text END) STORED,
  environment text NOT NULL CHECK (environment IN ('development', 'test', 'staging', 'production')),
  path text NOT NULL CHECK (length(path) <= 200 AND path ~ '^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*$'),
  description text NOT NULL CHECK (length(description) <= 500),
  tags text[] NOT NULL CHECK (cardinality(tags) <= 20),
  format text NOT NULL CHECK (format IN ('text', 'json')),
  -- Who is told of what befalls it; NULL once erased.
  owner_id uuid,
  -- The number of its newest version.
  latest integer NOT NULL DEFAULT 0,
  -- When its value stops being good where it is used, and the smallest number of days of which its owner was reminded.
  expires_at timestamptz,
  reminded_days integer,
  -- By what its values are renewed and how: NULL: by hand.
  rotation jsonb,
  next_rotation_at timestamptz,
  last_used_at timestamptz,
  created_by uuid,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  -- It can be brought back until destroy_after.
  deleted_at timestamptz,
  destroy_after timestamptz,
  CHECK ((deleted_at IS NULL) = (destroy_after IS NULL)),
  UNIQUE (scope, environment, path)
);
CREATE INDEX secret_due ON secrets.secret (next_rotation_at) WHERE next_rotation_at IS NOT NULL;
CREATE INDEX secret_expiring ON secrets.secret (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX secret_deleted ON secrets.secret (destroy_after) WHERE destroy_after IS NOT NULL;

CREATE TABLE secrets.version (
  id uuid PRIMARY KEY,
  secret_id uuid NOT NULL REFERENCES secrets.secret ON DELETE CASCADE,
  number integer NOT NULL CHECK (number > 0),
  -- Sealed under a key of its own, bound to the row, the number, the environment and the path. NULL once destroyed.
  value bytea,
  -- HMAC of scope and value, to tell which one was leaked.
  fingerprint bytea CHECK (length(fingerprint) = 32),
  created_by uuid,
  created_at timestamptz NOT NULL,
  -- A former value stops being good then: both are valid until it.
  retires_at timestamptz,
  retired_at timestamptz,
  destroyed_at timestamptz,
  UNIQUE (secret_id, number),
  CHECK ((value IS NULL) = (destroyed_at IS NOT NULL) AND (value IS NULL) = (fingerprint IS NULL))
);
CREATE INDEX version_fingerprint ON secrets.version (fingerprint);
CREATE INDEX version_retiring ON secrets.version (retires_at) WHERE retires_at IS NOT NULL AND retired_at IS NULL;

-- Which version is current, previous, pending, or whatever else it is called.
CREATE TABLE secrets.stage (
  secret_id uuid NOT NULL REFERENCES secrets.secret ON DELETE CASCADE,
  name text NOT NULL CHECK (name ~ '^[a-z][a-z0-9-]{0,39}$'),
  number integer NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (secret_id, name),
  FOREIGN KEY (secret_id, number) REFERENCES secrets.version (secret_id, number)
);

-- Who may do what below a path, beside those who hold the permission for all.
CREATE TABLE secrets.access_grant (
  id uuid PRIMARY KEY,
  organisation_id uuid,
  -- NULL: in every environment.
  environment text CHECK (environment IN ('development', 'test', 'staging', 'production')),
  prefix text NOT NULL CHECK (length(prefix) <= 200),
  holder_kind text NOT NULL CHECK (holder_kind IN ('role', 'user', 'api-key')),
  holder text NOT NULL CHECK (length(holder) BETWEEN 1 AND 100),
  may text[] NOT NULL CHECK (cardinality(may) > 0 AND may <@ ARRAY['read', 'reveal', 'manage']),
  created_by uuid,
  created_at timestamptz NOT NULL
);
CREATE INDEX access_grant_holder ON secrets.access_grant (holder_kind, holder);
CREATE INDEX access_grant_organisation ON secrets.access_grant (organisation_id);

-- One renewal of a value, from its making to its end.
CREATE TABLE secrets.rotation (
  id uuid PRIMARY KEY,
  secret_id uuid NOT NULL REFERENCES secrets.secret ON DELETE CASCADE,
  rotator text NOT NULL,
  state text NOT NULL CHECK (state IN ('created', 'pending', 'tested', 'done', 'failed')),
  from_number integer NOT NULL,
  to_number integer,
  -- Why it failed; holds no value.
  error text CHECK (length(error) <= 500),
  started_by uuid,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  CHECK ((ended_at IS NOT NULL) = (state IN ('done', 'failed')))
);
-- A secret is renewed by one rotation at a time.
CREATE UNIQUE INDEX rotation_running ON secrets.rotation (secret_id) WHERE ended_at IS NULL;
CREATE INDEX rotation_of_secret ON secrets.rotation (secret_id, id DESC);
