-- One row per person with factors: locked by whatever changes them, so that of two removals at once each sees the other.
CREATE TABLE factors.person (
  user_id uuid PRIMARY KEY,
  changed_at timestamptz NOT NULL
);

-- Tries at any factor of a person, in all challenges together; apart from the password's.
CREATE TABLE factors.attempt (
  user_id uuid PRIMARY KEY,
  count integer NOT NULL,
  ends_at timestamptz NOT NULL
);

CREATE TABLE factors.totp (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  label text NOT NULL,
  -- Sealed for this id under a key of ENCRYPTION_KEYS; its name stands in clear in front.
  seed bytea NOT NULL,
  created_at timestamptz NOT NULL,
  confirmed_at timestamptz,
  last_used_at timestamptz,
  -- The newest step of 30 seconds whose code was accepted: only later ones are.
  last_used_step bigint NOT NULL DEFAULT 0
);
CREATE INDEX totp_by_user ON factors.totp (user_id, id);

-- HMACs under a server key: the table alone opens nothing.
CREATE TABLE factors.backup_code (
  user_id uuid NOT NULL,
  hash bytea NOT NULL CHECK (length(hash) = 32),
  created_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (user_id, hash)
);

CREATE TABLE factors.device (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  -- Of the secret handed out last: each use hands out the next.
  secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
  label text NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX device_by_user ON factors.device (user_id, id);
CREATE INDEX device_by_expiry ON factors.device (expires_at);
