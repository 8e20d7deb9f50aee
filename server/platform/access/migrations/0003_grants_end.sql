-- A grant past its end counts for nothing from that instant on; its row is cleared away later.
ALTER TABLE access.user_role ADD COLUMN expires_at timestamptz;
CREATE INDEX user_role_by_expiry ON access.user_role (expires_at) WHERE expires_at IS NOT NULL;

-- What a person may not do, whatever the roles say.
CREATE TABLE access.user_denial (
  user_id uuid NOT NULL,
  permission text NOT NULL,
  denied_by uuid,
  reason text NOT NULL,
  denied_at timestamptz NOT NULL,
  expires_at timestamptz,
  PRIMARY KEY (user_id, permission)
);
CREATE INDEX user_denial_by_expiry ON access.user_denial (expires_at) WHERE expires_at IS NOT NULL;
