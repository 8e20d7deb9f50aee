CREATE SEQUENCE agency.quote_number;

CREATE TABLE agency.quote (
  id uuid PRIMARY KEY,
  reference text NOT NULL CHECK (reference ~ '^QUO-[0-9]{4}-[0-9]{5,}$'),
  -- Of one reference: each that is sent replaces the one before.
  number integer NOT NULL CHECK (number > 0),
  client_id uuid NOT NULL REFERENCES agency.client (id),
  request_id uuid REFERENCES agency.service_request (id),
  state text NOT NULL CHECK (state IN ('draft', 'sent', 'accepted', 'declined', 'expired', 'superseded')),
  version integer NOT NULL CHECK (version > 0),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 160),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  tax_rounding text NOT NULL CHECK (tax_rounding IN ('line', 'document')),
  discount_minor bigint NOT NULL CHECK (discount_minor >= 0),
  valid_until timestamptz(3) NOT NULL,
  terms text NOT NULL CHECK (length(terms) BETWEEN 1 AND 20000),
  subtotal_minor bigint NOT NULL CHECK (subtotal_minor >= 0),
  tax_minor bigint NOT NULL CHECK (tax_minor >= 0),
  total_minor bigint NOT NULL CHECK (total_minor = subtotal_minor - discount_minor + tax_minor AND total_minor >= 0),
  -- What was sent, byte for byte: what is accepted is accepted by its hash.
  snapshot text,
  content_hash bytea CHECK (content_hash = sha256(convert_to(snapshot, 'UTF8'))),
  terms_hash bytea CHECK (terms_hash = sha256(convert_to(terms, 'UTF8'))),
  created_by uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  sent_at timestamptz(3),
  reminded_at timestamptz(3),
  closed_at timestamptz(3),
  decline_reason text CHECK (length(decline_reason) <= 2000),
  converted_at timestamptz(3),
  UNIQUE (reference, number),
  CHECK ((state = 'draft') = (sent_at IS NULL)),
  CHECK ((state = 'draft') = (snapshot IS NULL AND content_hash IS NULL AND terms_hash IS NULL)),
  CHECK ((state IN ('draft', 'sent')) = (closed_at IS NULL)),
  CHECK (decline_reason IS NULL OR state = 'declined'),
  CHECK (converted_at IS NULL OR state = 'accepted')
);
CREATE UNIQUE INDEX quote_one_open ON agency.quote (reference) WHERE state = 'sent';
CREATE UNIQUE INDEX quote_one_draft ON agency.quote (reference) WHERE state = 'draft';
CREATE INDEX quote_by_client ON agency.quote (client_id, id DESC);
CREATE INDEX quote_by_request ON agency.quote (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX quote_to_expire ON agency.quote (valid_until) WHERE state = 'sent';

CREATE TABLE agency.quote_line (
  quote_id uuid NOT NULL REFERENCES agency.quote (id) ON DELETE CASCADE,
  position integer NOT NULL CHECK (position BETWEEN 1 AND 100),
  description text NOT NULL CHECK (length(description) BETWEEN 1 AND 500),
  -- Decimal text as it was written: 1.50 stays 1.50 in what is hashed.
  qty text NOT NULL CHECK (qty ~ '^[0-9]{1,9}(\.[0-9]{1,6})?$'),
  unit_minor bigint NOT NULL CHECK (unit_minor >= 0),
  tax_rate_bp integer NOT NULL CHECK (tax_rate_bp BETWEEN 0 AND 10000),
  PRIMARY KEY (quote_id, position)
);

CREATE FUNCTION agency.check_quote() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moving text[] := '{state,version,snapshot,content_hash,terms_hash,updated_at,sent_at,reminded_at,closed_at,decline_reason,converted_at}';
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'draft' THEN
      RAISE EXCEPTION 'a quote that was sent is never deleted' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.state <> 'draft' AND (to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving OR NEW.snapshot <> OLD.snapshot) THEN
    RAISE EXCEPTION 'a quote that was sent is never changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.state <> OLD.state AND NOT (
       OLD.state = 'draft' AND NEW.state = 'sent'
    OR OLD.state = 'sent' AND NEW.state IN ('accepted', 'declined', 'expired', 'superseded')) THEN
    RAISE EXCEPTION 'a quote does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER quote_guard BEFORE UPDATE OR DELETE ON agency.quote FOR EACH ROW EXECUTE FUNCTION agency.check_quote();

CREATE FUNCTION agency.check_quote_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM agency.quote WHERE id = coalesce(NEW.quote_id, OLD.quote_id) AND state <> 'draft') THEN
    RAISE EXCEPTION 'the lines of a quote that was sent are never changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER quote_line_guard BEFORE INSERT OR UPDATE OR DELETE ON agency.quote_line
  FOR EACH ROW EXECUTE FUNCTION agency.check_quote_line();

-- Who agreed to what, when and from where. Of it only where from is ever forgotten.
CREATE TABLE agency.quote_acceptance (
  quote_id uuid PRIMARY KEY REFERENCES agency.quote (id),
  content_hash bytea NOT NULL CHECK (length(content_hash) = 32),
  terms_hash bytea NOT NULL CHECK (length(terms_hash) = 32),
  user_id uuid NOT NULL,
  signed_name text NOT NULL CHECK (length(signed_name) BETWEEN 1 AND 120),
  ip text,
  user_agent text,
  accepted_at timestamptz(3) NOT NULL
);
CREATE INDEX quote_acceptance_by_user ON agency.quote_acceptance (user_id);

CREATE FUNCTION agency.only_forget_origin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.ip IS NULL AND NEW.user_agent IS NULL
     AND to_jsonb(NEW) - '{ip,user_agent}'::text[] = to_jsonb(OLD) - '{ip,user_agent}'::text[] THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'rows of agency.% are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER quote_acceptance_immutable BEFORE DELETE OR TRUNCATE ON agency.quote_acceptance
  EXECUTE FUNCTION agency.refuse_change();
CREATE TRIGGER quote_acceptance_forgets_origin BEFORE UPDATE ON agency.quote_acceptance
  FOR EACH ROW EXECUTE FUNCTION agency.only_forget_origin();
