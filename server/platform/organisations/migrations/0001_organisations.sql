CREATE TABLE organisations.organisation (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9](-?[a-z0-9])*$' AND length(slug) <= 48),
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX organisation_by_creator ON organisations.organisation (created_by);

CREATE TABLE organisations.member (
  organisation_id uuid NOT NULL REFERENCES organisations.organisation (id) ON DELETE CASCADE,
  user_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
  joined_at timestamptz NOT NULL,
  PRIMARY KEY (organisation_id, user_id)
);
CREATE INDEX member_by_user ON organisations.member (user_id, organisation_id);

-- The secret of the mailed link is kept as its hash; sending again replaces it, so that the older link dies.
CREATE TABLE organisations.invitation (
  id uuid PRIMARY KEY,
  organisation_id uuid REFERENCES organisations.organisation (id) ON DELETE CASCADE,
  organisation_role text CHECK (organisation_role IN ('owner', 'admin', 'member')),
  by_staff boolean NOT NULL,
  roles text[] NOT NULL,
  email text NOT NULL,
  email_canonical text NOT NULL,
  invited_by uuid NOT NULL,
  secret_hash bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
  created_at timestamptz NOT NULL,
  sent_at timestamptz NOT NULL,
  times_sent integer NOT NULL DEFAULT 1,
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  accepted_by uuid,
  revoked_at timestamptz,
  CHECK ((organisation_id IS NULL) = (organisation_role IS NULL)),
  CHECK (by_staff OR (organisation_id IS NOT NULL AND roles = '{}')),
  CHECK ((accepted_at IS NULL) = (accepted_by IS NULL)),
  CHECK (accepted_at IS NULL OR revoked_at IS NULL)
);
CREATE INDEX invitation_by_organisation ON organisations.invitation (organisation_id, id);
CREATE INDEX invitation_by_address ON organisations.invitation (email_canonical, sent_at);
CREATE INDEX invitation_by_inviter ON organisations.invitation (invited_by);
CREATE INDEX invitation_by_accepter ON organisations.invitation (accepted_by) WHERE accepted_by IS NOT NULL;
CREATE INDEX invitation_of_staff ON organisations.invitation (id) WHERE by_staff;
