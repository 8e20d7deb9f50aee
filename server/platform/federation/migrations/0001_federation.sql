-- An account at a provider, known by (issuer, subject) only: addresses and names there change hands.
CREATE TABLE federation.identity (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  provider text NOT NULL,
  issuer text NOT NULL,
  subject text NOT NULL,
  -- As the provider last told them, to be shown; nothing is decided by them.
  email text,
  name text,
  -- The account's address, when this provider vouched for it.
  proved_email text,
  linked_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  UNIQUE (issuer, subject)
);
CREATE INDEX identity_by_user ON federation.identity (user_id, id);

-- A way to a provider and back, used up by one statement. The nonce and the PKCE verifier are derived from the state and a server key.
CREATE TABLE federation.flow (
  state_hash bytea PRIMARY KEY CHECK (length(state_hash) = 32),
  browser_hash bytea NOT NULL CHECK (length(browser_hash) = 32),
  provider text NOT NULL,
  return_to text NOT NULL,
  -- Whose account is to be linked, in which session; both null when somebody signs in.
  user_id uuid,
  session_id uuid,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  consumed_at timestamptz,
  CHECK ((user_id IS NULL) = (session_id IS NULL))
);
CREATE INDEX flow_by_expiry ON federation.flow (expires_at);
