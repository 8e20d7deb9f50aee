CREATE TABLE music.artist (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  name_key text NOT NULL,
  type text NOT NULL CHECK (type IN ('person', 'group')),
  bio text,
  links jsonb NOT NULL,
  genres text[] NOT NULL,
  country text CHECK (country ~ '^[A-Z]{2}$'),
  created_at timestamptz(3) NOT NULL
);

CREATE INDEX artist_by_name ON music.artist (name_key, id);

CREATE TABLE music.artist_member (
  artist_id uuid NOT NULL REFERENCES music.artist (id),
  user_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('owner', 'manager', 'member', 'viewer')),
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (artist_id, user_id)
);

CREATE INDEX artist_member_by_user ON music.artist_member (user_id);

CREATE TABLE music.application (
  id uuid PRIMARY KEY,
  applicant_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN
    ('draft', 'submitted', 'in_review', 'info_requested', 'approved', 'rejected', 'withdrawn', 'expired')),
  payload jsonb NOT NULL,
  agreement_ids uuid[] NOT NULL,
  -- The stage name without case, accents and spacing; empty while the draft has none.
  stage_name_key text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  submitted_at timestamptz(3),
  due_at timestamptz(3),
  claimed_by uuid,
  claimed_until timestamptz(3),
  decided_by uuid,
  decided_at timestamptz(3),
  decision_reason text,
  reapply_after timestamptz(3),
  artist_id uuid UNIQUE REFERENCES music.artist (id),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CHECK ((claimed_by IS NULL) = (claimed_until IS NULL)),
  CHECK (state <> 'in_review' OR claimed_by IS NOT NULL),
  CHECK (state IN ('draft', 'withdrawn', 'expired') OR (submitted_at IS NOT NULL AND due_at IS NOT NULL)),
  CHECK ((state = 'approved') = (artist_id IS NOT NULL)),
  CHECK (state <> 'rejected' OR decision_reason IS NOT NULL),
  CHECK ((state IN ('approved', 'rejected')) = (decided_by IS NOT NULL AND decided_at IS NOT NULL)),
  CHECK (reapply_after IS NULL OR state = 'rejected'),
  -- Nobody decides on their own application, whatever the code above believes.
  CHECK (decided_by <> applicant_id AND claimed_by <> applicant_id)
);

CREATE UNIQUE INDEX application_one_open ON music.application (applicant_id, stage_name_key)
  WHERE state IN ('draft', 'submitted', 'in_review', 'info_requested');
CREATE INDEX application_by_applicant ON music.application (applicant_id, id DESC);
CREATE INDEX application_queue ON music.application (state, due_at, id) WHERE state <> 'draft';
CREATE INDEX application_idle ON music.application (updated_at) WHERE state IN ('draft', 'info_requested');

CREATE TABLE music.application_message (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES music.application (id),
  author_id uuid NOT NULL,
  sender text NOT NULL CHECK (sender IN ('reviewer', 'applicant')),
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 4000),
  sent_at timestamptz(3) NOT NULL
);

CREATE INDEX application_message_thread ON music.application_message (application_id, id);

CREATE TABLE music.agreement (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('terms', 'license', 'warranties')),
  version integer NOT NULL CHECK (version > 0),
  title text NOT NULL,
  body text NOT NULL,
  sha256 bytea NOT NULL CHECK (sha256 = sha256(convert_to(body, 'UTF8'))),
  effective_at timestamptz(3) NOT NULL,
  UNIQUE (kind, version)
);

CREATE TABLE music.agreement_acceptance (
  id uuid PRIMARY KEY,
  agreement_id uuid NOT NULL REFERENCES music.agreement (id),
  application_id uuid NOT NULL REFERENCES music.application (id),
  user_id uuid NOT NULL,
  ip text,
  user_agent text,
  accepted_at timestamptz(3) NOT NULL,
  UNIQUE (application_id, agreement_id)
);

CREATE FUNCTION music.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of music.% are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER agreement_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON music.agreement
  EXECUTE FUNCTION music.refuse_change();
CREATE TRIGGER agreement_acceptance_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON music.agreement_acceptance
  EXECUTE FUNCTION music.refuse_change();
