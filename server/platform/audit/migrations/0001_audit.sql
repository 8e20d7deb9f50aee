CREATE TABLE audit.record (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  action text NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('anonymous', 'system', 'user')),
  actor_id text,
  subject_kind text NOT NULL,
  subject_id text NOT NULL,
  details jsonb NOT NULL,
  request_id text NOT NULL,
  ip text,
  user_agent text,
  -- HMAC over the row under a key that is not in the database: covers the time until the row is sealed.
  mac bytea NOT NULL
);

CREATE INDEX record_at ON audit.record (at DESC, id DESC);
CREATE INDEX record_action ON audit.record (action, at DESC, id DESC);
CREATE INDEX record_actor ON audit.record (actor_id, at DESC, id DESC);
CREATE INDEX record_subject ON audit.record (subject_id, at DESC, id DESC);

-- Rows the sealer has not reached yet; the only audit table from which anything is ever deleted.
CREATE TABLE audit.unsealed (
  record_id uuid PRIMARY KEY REFERENCES audit.record (id)
);

CREATE TABLE audit.seal (
  seq bigint PRIMARY KEY CHECK (seq > 0),
  record_id uuid NOT NULL UNIQUE REFERENCES audit.record (id),
  hash bytea NOT NULL
);

CREATE TABLE audit.checkpoint (
  seq bigint PRIMARY KEY REFERENCES audit.seal (seq),
  hash bytea NOT NULL,
  at timestamptz NOT NULL,
  mac bytea NOT NULL
);

CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit records are never changed or deleted' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER record_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.record EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER seal_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.seal EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER checkpoint_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.checkpoint EXECUTE FUNCTION audit.refuse_change();
