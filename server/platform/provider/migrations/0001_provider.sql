-- Applications that sign people in with this server.
CREATE TABLE provider.client (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  redirect_uris text[] NOT NULL CHECK (cardinality(redirect_uris) BETWEEN 1 AND 20),
  -- SHA-256 of the client secret; null for applications that cannot keep one (browser, mobile): they have PKCE alone.
  secret_hash bytea CHECK (length(secret_hash) = 32),
  -- Applications of the team itself: the person is not asked for consent.
  trusted boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL
);

-- Codes, tokens, grants and running interactions: under the hash of their identifier, the content encrypted.
CREATE TABLE provider.item (
  kind text NOT NULL,
  id_hash bytea NOT NULL CHECK (length(id_hash) = 32),
  sealed bytea NOT NULL,
  grant_hash bytea,
  account_id uuid,
  client_id text,
  consumed_at timestamptz,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (kind, id_hash)
);
CREATE INDEX item_by_grant ON provider.item (grant_hash) WHERE grant_hash IS NOT NULL;
CREATE INDEX item_by_account ON provider.item (account_id, client_id) WHERE account_id IS NOT NULL;
CREATE INDEX item_by_expiry ON provider.item (expires_at);

-- What a person allowed an application to see, until it is taken back.
CREATE TABLE provider.consent (
  user_id uuid NOT NULL,
  client_id uuid NOT NULL REFERENCES provider.client (id) ON DELETE CASCADE,
  scopes text[] NOT NULL,
  granted_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, client_id)
);
