CREATE TABLE factors.passkey (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  name text NOT NULL,
  -- base64url, as the authenticator made it; nobody else's may be taken over.
  credential_id text NOT NULL UNIQUE,
  -- COSE key.
  public_key bytea NOT NULL,
  -- Of signatures; stays 0 where the authenticator keeps none, grows where it does.
  counter bigint NOT NULL CHECK (counter >= 0),
  transports text[] NOT NULL,
  -- It has made sure of its person at least once beside a first factor: only then it counts as two by itself.
  verifies_user boolean NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX passkey_by_user ON factors.passkey (user_id, id);

-- A challenge is good for one answer, in one ceremony of one flow. Only its SHA-256 is kept.
CREATE TABLE factors.passkey_challenge (
  hash bytea PRIMARY KEY CHECK (length(hash) = 32),
  ceremony text NOT NULL CHECK (ceremony IN ('register', 'second-factor', 'sign-in')),
  -- Null for a sign-in: who it is comes with the answer.
  user_id uuid,
  flow text NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  CHECK ((user_id IS NULL) = (ceremony = 'sign-in'))
);
CREATE INDEX passkey_challenge_by_expiry ON factors.passkey_challenge (expires_at);
