-- email is where mail goes, as the person wrote it; email_canonical is the key.
CREATE TABLE identity."user" (
  id uuid PRIMARY KEY,
  email text NOT NULL,
  email_canonical text NOT NULL UNIQUE,
  name text NOT NULL,
  email_verified_at timestamptz,
  disabled_at timestamptz,
  -- Grows whenever everything the person holds must die; access tokens carry it.
  epoch integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL
);

CREATE TABLE identity.password (
  user_id uuid PRIMARY KEY REFERENCES identity."user" (id) ON DELETE CASCADE,
  hash text NOT NULL,
  changed_at timestamptz NOT NULL
);

CREATE TABLE identity.session (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES identity."user" (id) ON DELETE CASCADE,
  -- The refresh token is HMAC(server key, salt, id, generation): neither the row nor the key alone makes one.
  refresh_salt bytea NOT NULL CHECK (length(refresh_salt) = 16),
  generation integer NOT NULL DEFAULT 0,
  rotated_at timestamptz NOT NULL,
  aal smallint NOT NULL CHECK (aal IN (1, 2)),
  authenticated_at timestamptz NOT NULL,
  transport text NOT NULL CHECK (transport IN ('cookie', 'bearer')),
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  idle_expires_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  revoked_reason text,
  ip text,
  network text,
  user_agent text,
  CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL))
);
CREATE INDEX session_by_user ON identity.session (user_id, id);
CREATE INDEX session_by_expiry ON identity.session (expires_at);

-- One live secret per purpose and subject: writing a new one is what kills the older.
CREATE TABLE identity.one_time (
  purpose text NOT NULL,
  subject text NOT NULL,
  secret_hash bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  consumed_at timestamptz,
  PRIMARY KEY (purpose, subject)
);

-- Keys are HMACs of what is counted: neither addresses nor networks can be read here.
CREATE TABLE identity.attempt (
  key bytea PRIMARY KEY CHECK (length(key) = 32),
  count integer NOT NULL,
  ends_at timestamptz NOT NULL
);
CREATE INDEX attempt_by_end ON identity.attempt (ends_at);
