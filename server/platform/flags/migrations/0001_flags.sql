-- Where flags are evaluated. `revision` grows with every change that its evaluators must hear of.
CREATE TABLE flags.environment (
  key text PRIMARY KEY CHECK (key ~ '^[a-z][a-z0-9-]{0,62}$'),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
  revision bigint NOT NULL DEFAULT 1,
  -- Whether what is served here changes by approved change requests only.
  needs_approval boolean NOT NULL DEFAULT false,
  is_built_in boolean NOT NULL DEFAULT false,
  position integer NOT NULL,
  copied_from text,
  created_at timestamptz NOT NULL
);

INSERT INTO flags.environment (key, title, is_built_in, position, created_at) VALUES
  ('development', 'Development', true, 1, now()),
  ('test', 'Test', true, 2, now()),
  ('staging', 'Staging', true, 3, now()),
  ('production', 'Production', true, 4, now());

CREATE TABLE flags.flag (
  id uuid PRIMARY KEY,
  key text COLLATE "C" NOT NULL UNIQUE CHECK (key ~ '^[A-Za-z0-9_][A-Za-z0-9_.:|~-]{0,119}$'),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  description text NOT NULL CHECK (length(description) <= 2000),
  type text NOT NULL CHECK (type IN ('boolean', 'string', 'number', 'json')),
  variants jsonb NOT NULL CHECK (jsonb_typeof(variants) = 'array'),
  is_public boolean NOT NULL,
  -- Never stale: a kill switch, a setting of operations.
  is_permanent boolean NOT NULL,
  -- Null: the default of the type.
  stale_after_days integer CHECK (stale_after_days BETWEEN 1 AND 1000),
  owner_id uuid,
  created_at timestamptz NOT NULL,
  archived_at timestamptz,
  version integer NOT NULL CHECK (version > 0)
);

CREATE TABLE flags.targeting (
  flag_id uuid NOT NULL REFERENCES flags.flag,
  environment text NOT NULL REFERENCES flags.environment ON DELETE CASCADE,
  enabled boolean NOT NULL,
  off_variant text,
  prerequisites jsonb NOT NULL CHECK (jsonb_typeof(prerequisites) = 'array'),
  rules jsonb NOT NULL CHECK (jsonb_typeof(rules) = 'array'),
  -- Null: the caller's default.
  fallthrough jsonb CHECK (jsonb_typeof(fallthrough) = 'object'),
  -- Serves everybody the same.
  is_settled boolean GENERATED ALWAYS AS (
    NOT enabled OR (prerequisites = '[]' AND rules = '[]' AND (fallthrough IS NULL OR fallthrough ? 'variant'))
  ) STORED,
  killed_at timestamptz,
  version integer NOT NULL CHECK (version > 0),
  changed_at timestamptz NOT NULL,
  changed_by uuid,
  CHECK (killed_at IS NULL OR NOT enabled),
  PRIMARY KEY (flag_id, environment)
);

CREATE INDEX targeting_by_environment ON flags.targeting (environment);

-- A condition by name, the same in all environments.
CREATE TABLE flags.segment (
  id uuid PRIMARY KEY,
  key text COLLATE "C" NOT NULL UNIQUE CHECK (key ~ '^[A-Za-z0-9_][A-Za-z0-9_.:|~-]{0,119}$'),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  description text NOT NULL CHECK (length(description) <= 2000),
  condition jsonb NOT NULL CHECK (jsonb_typeof(condition) = 'object'),
  version integer NOT NULL CHECK (version > 0),
  changed_at timestamptz NOT NULL,
  changed_by uuid
);

-- What was before and after every change. NOTE: without foreign keys: it outlives segments and environments that were removed.
CREATE TABLE flags.revision (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('flag', 'targeting', 'segment')),
  -- The key of the flag or the segment.
  target text NOT NULL,
  environment text,
  version integer NOT NULL,
  action text NOT NULL,
  before jsonb,
  after jsonb,
  reason text NOT NULL CHECK (length(reason) <= 500),
  change_id uuid,
  actor_id uuid,
  at timestamptz NOT NULL,
  CHECK ((kind = 'targeting') = (environment IS NOT NULL))
);

CREATE INDEX revision_by_target ON flags.revision (target, id DESC);

CREATE FUNCTION flags.keep_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a revision stays as it was written';
END $$;

CREATE TRIGGER revision_is_kept BEFORE UPDATE OR DELETE ON flags.revision
  FOR EACH ROW EXECUTE FUNCTION flags.keep_revision();

-- A wanted change: approved by somebody else than who proposed it, applied then or at its hour.
CREATE TABLE flags.change (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('flag', 'targeting', 'segment')),
  target text NOT NULL,
  environment text,
  reason text NOT NULL CHECK (length(reason) <= 500),
  content jsonb NOT NULL CHECK (jsonb_typeof(content) = 'object'),
  -- SHA-256 of the canonical JSON of everything that is approved: kind, target, environment, content, base version, hour.
  content_hash text NOT NULL CHECK (content_hash ~ '^[0-9a-f]{64}$'),
  base_version integer NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'approved', 'applied', 'failed', 'rejected', 'cancelled')),
  scheduled_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  proposed_by uuid NOT NULL,
  proposed_at timestamptz NOT NULL,
  approved_by uuid,
  approved_at timestamptz,
  approved_hash text,
  -- Who applied, rejected or cancelled it; null for the system.
  decided_by uuid,
  decided_at timestamptz,
  note text CHECK (length(note) <= 500),
  -- Why it could not be applied: code, detail and faults.
  failure jsonb,
  CHECK ((kind = 'targeting') = (environment IS NOT NULL)),
  CHECK ((approved_by IS NULL) = (approved_at IS NULL) AND (approved_by IS NULL) = (approved_hash IS NULL)),
  CHECK (approved_by IS NULL OR (approved_by <> proposed_by AND approved_hash = content_hash))
);

CREATE INDEX change_by_state ON flags.change (state, id DESC);
CREATE INDEX change_by_target ON flags.change (target, id DESC);
CREATE INDEX change_by_proposer ON flags.change (proposed_by);

-- What was served, counted in batches by the processes that evaluate. An empty variant: the caller's default.
CREATE TABLE flags.usage (
  flag_key text NOT NULL REFERENCES flags.flag (key),
  environment text NOT NULL REFERENCES flags.environment ON DELETE CASCADE,
  variant text NOT NULL,
  day date NOT NULL,
  count bigint NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (flag_key, environment, variant, day)
);
