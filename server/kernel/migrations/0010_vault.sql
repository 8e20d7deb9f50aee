-- Keys that seal fields, each wrapped by a key of ENCRYPTION_KEYS. A scope has one that seals; older ones open what they sealed.
CREATE TABLE kernel.vault_key (
  id uuid PRIMARY KEY,
  scope text NOT NULL,
  seals boolean NOT NULL DEFAULT true,
  root_kid text NOT NULL,
  -- NULL once destroyed.
  wrapped bytea,
  created_at timestamptz NOT NULL,
  destroyed_at timestamptz,
  CONSTRAINT vault_key_destroyed CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL) AND NOT (seals AND wrapped IS NULL))
);
CREATE UNIQUE INDEX vault_key_seals ON kernel.vault_key (scope) WHERE seals;
CREATE INDEX vault_key_scope ON kernel.vault_key (scope);
