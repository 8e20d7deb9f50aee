ALTER TABLE secrets.access_grant
  DROP CONSTRAINT access_grant_may_check,
  ADD CONSTRAINT access_grant_may_check CHECK (cardinality(may) > 0 AND may <@ ARRAY['read', 'reveal', 'manage', 'lease']);

-- What accounts are made of that live for a while.
CREATE TABLE secrets.lease_template (
  id uuid PRIMARY KEY,
  path text NOT NULL UNIQUE CHECK (length(path) <= 200 AND path ~ '^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*$'),
  description text NOT NULL CHECK (length(description) <= 500),
  kind text NOT NULL CHECK (kind IN ('postgresql', 'redis')),
  -- The reference of the secret that accounts are made with.
  connection text NOT NULL CHECK (length(connection) <= 300),
  -- What an account may do.
  rules jsonb NOT NULL,
  ttl_seconds integer NOT NULL CHECK (ttl_seconds > 0),
  max_ttl_seconds integer NOT NULL CHECK (max_ttl_seconds >= ttl_seconds),
  version integer NOT NULL DEFAULT 1,
  created_by uuid,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL
);

-- An account from its intent, written before it is made, to its end. Its name follows from the id.
CREATE TABLE secrets.lease (
  id uuid PRIMARY KEY,
  -- NULL once the template is gone.
  template_id uuid REFERENCES secrets.lease_template ON DELETE SET NULL,
  path text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('postgresql', 'redis')),
  state text NOT NULL CHECK (state IN ('making', 'active', 'revoking', 'ended')),
  -- Where the account is and by what it is removed, sealed. NULL once ended.
  revocation bytea,
  -- Who asked for it; NULL once erased.
  holder_id uuid,
  api_key_id uuid,
  -- The Idempotency-Key of the request, and SHA-256 of what was asked.
  request_key text NOT NULL CHECK (length(request_key) <= 128),
  request_hash text NOT NULL CHECK (length(request_hash) = 64),
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  max_expires_at timestamptz NOT NULL CHECK (max_expires_at >= expires_at),
  ended_at timestamptz,
  -- Whoever is at work on it is left alone until then.
  next_try_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  -- Why the last try failed; holds no value.
  error text CHECK (length(error) <= 300),
  UNIQUE (holder_id, request_key),
  CHECK ((state = 'ended') = (ended_at IS NOT NULL) AND (state = 'ended') = (revocation IS NULL))
);
CREATE INDEX lease_of_template ON secrets.lease (template_id);
CREATE INDEX lease_live ON secrets.lease (expires_at) WHERE state <> 'ended';
CREATE INDEX lease_ended ON secrets.lease (ended_at) WHERE state = 'ended';
