CREATE FUNCTION payments.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of %.% is refused: it is only ever added to', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TABLE payments.payment (
  id uuid PRIMARY KEY,
  subject_type text NOT NULL CHECK (length(subject_type) BETWEEN 3 AND 100),
  subject_id text NOT NULL CHECK (length(subject_id) BETWEEN 1 AND 200),
  payer_id uuid,
  -- SHA-256 of what a payer without account proved the subject with.
  payer_token bytea,
  payer_email text NOT NULL,
  payer_name text,
  description text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- What follows is the fold of the observations: never set by anything else.
  status text NOT NULL DEFAULT 'open' CHECK (status IN
    ('open', 'authorized', 'partially_captured', 'captured', 'partially_refunded', 'refunded', 'canceled')),
  captured_minor bigint NOT NULL DEFAULT 0,
  refunded_minor bigint NOT NULL DEFAULT 0,
  disputed_minor bigint NOT NULL DEFAULT 0,
  review text[] NOT NULL DEFAULT '{}',
  captured_at timestamptz,
  version integer NOT NULL DEFAULT 0,
  -- While it is live nothing else may be opened for the subject: until it is fulfilled, called off or handed back.
  live boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL,
  canceled_at timestamptz,
  fulfilled_at timestamptz,
  unsellable_at timestamptz,
  -- A person has looked at what did not agree, and let what was captured go on.
  reviewed_at timestamptz,
  CHECK (0 <= refunded_minor AND refunded_minor <= captured_minor AND captured_minor <= amount_minor),
  CHECK (0 <= disputed_minor AND disputed_minor <= captured_minor),
  CHECK (fulfilled_at IS NULL OR unsellable_at IS NULL)
);

CREATE UNIQUE INDEX payment_live ON payments.payment (subject_type, subject_id) WHERE live;
CREATE INDEX payment_by_subject ON payments.payment (subject_type, subject_id, id DESC);
CREATE INDEX payment_by_payer ON payments.payment (payer_id, id DESC) WHERE payer_id IS NOT NULL;
CREATE INDEX payment_by_status ON payments.payment (status, id DESC);

CREATE TABLE payments.attempt (
  id uuid PRIMARY KEY,
  payment_id uuid NOT NULL REFERENCES payments.payment,
  n integer NOT NULL CHECK (n > 0),
  provider text NOT NULL,
  account text NOT NULL,
  livemode boolean NOT NULL,
  -- Chosen and stored before the first call.
  provider_key text NOT NULL UNIQUE,
  provider_ref text,
  -- How far our own asking is; `found`: made at the provider, and not by an answer we know of.
  submission text NOT NULL DEFAULT 'created' CHECK (submission IN
    ('created', 'submitting', 'uncertain', 'accepted', 'refused', 'abandoned', 'found')),
  -- The fold of its observations over `submission`.
  status text NOT NULL DEFAULT 'created' CHECK (status IN ('created', 'submitting', 'requires_action', 'processing',
    'authorized', 'succeeded', 'failed', 'canceled', 'expired', 'unknown')),
  captured_minor bigint NOT NULL DEFAULT 0 CHECK (captured_minor >= 0),
  reason text,
  -- E.164 without `+`; gone once the provider has it.
  phone text CHECK (phone ~ '^[1-9][0-9]{6,14}$'),
  return_url text NOT NULL,
  next jsonb,
  submitted_at timestamptz,
  claimed_until timestamptz,
  deadline timestamptz NOT NULL,
  next_check_at timestamptz,
  check_count integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  UNIQUE (payment_id, n),
  UNIQUE (provider, account, provider_ref),
  CHECK (submission NOT IN ('accepted', 'found') OR provider_ref IS NOT NULL)
);

CREATE INDEX attempt_due ON payments.attempt (next_check_at) WHERE next_check_at IS NOT NULL;

CREATE TABLE payments.intent (
  principal text NOT NULL,
  idem_key text NOT NULL,
  request_hash bytea NOT NULL,
  attempt_id uuid NOT NULL REFERENCES payments.attempt,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (principal, idem_key)
);
CREATE INDEX intent_by_attempt ON payments.intent (attempt_id);
CREATE INDEX intent_by_age ON payments.intent (created_at);

CREATE TABLE payments.provider_event (
  provider text NOT NULL,
  account text NOT NULL,
  event_id text NOT NULL CHECK (length(event_id) BETWEEN 1 AND 300),
  type text NOT NULL,
  livemode boolean NOT NULL,
  -- False where the provider signs nothing: then the provider is asked before anything is believed.
  sig_ok boolean NOT NULL,
  source text NOT NULL CHECK (source IN ('webhook', 'list')),
  attempt_ref text,
  payment_ref text,
  facts jsonb NOT NULL,
  -- As they came; emptied after the retention, while the id stays to know repetitions by.
  body bytea,
  headers jsonb,
  status text NOT NULL DEFAULT 'received' CHECK (status IN ('received', 'done', 'ignored', 'parked')),
  tries integer NOT NULL DEFAULT 0,
  note text,
  attempt_id uuid REFERENCES payments.attempt,
  received_at timestamptz NOT NULL,
  done_at timestamptz,
  PRIMARY KEY (provider, account, event_id),
  CHECK ((status IN ('done', 'ignored')) = (done_at IS NOT NULL))
);

CREATE INDEX provider_event_open ON payments.provider_event (received_at) WHERE status IN ('received', 'parked');
CREATE INDEX provider_event_parked ON payments.provider_event (provider, account, attempt_ref) WHERE status = 'parked';
CREATE INDEX provider_event_by_attempt ON payments.provider_event (attempt_id) WHERE attempt_id IS NOT NULL;
CREATE INDEX provider_event_by_age ON payments.provider_event (received_at);

CREATE TABLE payments.observation (
  id uuid PRIMARY KEY,
  payment_id uuid NOT NULL REFERENCES payments.payment,
  attempt_id uuid NOT NULL REFERENCES payments.attempt,
  kind text NOT NULL CHECK (kind IN ('attempt', 'refund', 'dispute')),
  state text NOT NULL,
  -- One fact as the provider told it, its amounts as text.
  fact jsonb NOT NULL,
  fact_hash bytea NOT NULL,
  source text NOT NULL CHECK (source IN ('webhook', 'api', 'list')),
  event_id text,
  provider_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  UNIQUE (attempt_id, fact_hash)
);

CREATE INDEX observation_by_payment ON payments.observation (payment_id, id);
CREATE TRIGGER observation_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON payments.observation
  EXECUTE FUNCTION payments.refuse_change();

CREATE TABLE payments.refund (
  id uuid PRIMARY KEY,
  payment_id uuid NOT NULL REFERENCES payments.payment,
  attempt_id uuid NOT NULL REFERENCES payments.attempt,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- `foreign`: made at the provider, not by us.
  submission text NOT NULL DEFAULT 'reserved' CHECK (submission IN
    ('reserved', 'sending', 'uncertain', 'accepted', 'refused', 'foreign')),
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'succeeded', 'failed')),
  idem_key text NOT NULL,
  reason text NOT NULL,
  requested_by uuid,
  provider_ref text,
  note text,
  -- The last outcome that the subject was told of.
  told text CHECK (told IN ('succeeded', 'failed')),
  submitted_at timestamptz,
  claimed_until timestamptz,
  created_at timestamptz NOT NULL,
  UNIQUE (payment_id, idem_key),
  UNIQUE (attempt_id, provider_ref)
);

-- What we ask back is reserved before the provider is asked: the sum of what has not failed stays within what was taken.
CREATE FUNCTION payments.refund_within_capture() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  captured bigint;
  reserved bigint;
BEGIN
  SELECT captured_minor INTO captured FROM payments.payment WHERE id = NEW.payment_id FOR UPDATE;
  SELECT coalesce(sum(amount_minor), 0) INTO reserved FROM payments.refund
    WHERE payment_id = NEW.payment_id AND status <> 'failed';
  IF reserved + NEW.amount_minor > captured THEN
    RAISE EXCEPTION 'refunds of payment % exceed what was captured', NEW.payment_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_within_capture';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refund_within_capture BEFORE INSERT ON payments.refund
  FOR EACH ROW WHEN (NEW.submission = 'reserved') EXECUTE FUNCTION payments.refund_within_capture();

CREATE TABLE payments.dispute (
  id uuid PRIMARY KEY,
  payment_id uuid NOT NULL REFERENCES payments.payment,
  attempt_id uuid NOT NULL REFERENCES payments.attempt,
  provider_ref text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  status text NOT NULL CHECK (status IN ('open', 'won', 'lost')),
  told text CHECK (told IN ('open', 'won', 'lost')),
  created_at timestamptz NOT NULL,
  UNIQUE (attempt_id, provider_ref)
);
CREATE INDEX dispute_by_payment ON payments.dispute (payment_id);
