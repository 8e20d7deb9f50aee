CREATE TABLE api_keys.key (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  organisation_id uuid,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
  last_four text NOT NULL CHECK (length(last_four) = 4),
  scopes text[] NOT NULL,
  -- Level of the session that made it: a role that demands a second factor demands it of the key's making.
  made_aal smallint NOT NULL CHECK (made_aal IN (1, 2)),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz,
  review_since timestamptz,
  revoked_at timestamptz,
  revoked_reason text,
  CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL))
);

CREATE INDEX key_by_owner ON api_keys.key (owner_id, id DESC);
CREATE INDEX key_by_organisation ON api_keys.key (organisation_id) WHERE organisation_id IS NOT NULL;
