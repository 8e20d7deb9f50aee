CREATE TABLE agency.client (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  -- As written; both are gone once the person is erased.
  email text,
  email_canonical text UNIQUE,
  phone text CHECK (length(phone) <= 40),
  company text CHECK (length(company) <= 160),
  user_id uuid UNIQUE,
  created_at timestamptz(3) NOT NULL,
  erased_at timestamptz(3),
  CHECK ((email IS NULL) = (email_canonical IS NULL)),
  CHECK ((erased_at IS NULL) = (email IS NOT NULL))
);

CREATE FUNCTION agency.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of agency.% are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

-- The stage machine as data; the program has the same table, with who may take each step.
CREATE TABLE agency.request_transition (
  from_stage text NOT NULL,
  to_stage text NOT NULL,
  PRIMARY KEY (from_stage, to_stage)
);
INSERT INTO agency.request_transition (from_stage, to_stage) VALUES
  ('request_submitted', 'requirements_review'),
  ('request_submitted', 'rejected'),
  ('request_submitted', 'cancelled'),
  ('requirements_review', 'clarification_needed'),
  ('requirements_review', 'scope_and_quotation'),
  ('requirements_review', 'rejected'),
  ('requirements_review', 'cancelled'),
  ('clarification_needed', 'scope_and_quotation'),
  ('clarification_needed', 'rejected'),
  ('clarification_needed', 'cancelled'),
  ('scope_and_quotation', 'awaiting_confirmation'),
  ('scope_and_quotation', 'rejected'),
  ('scope_and_quotation', 'cancelled'),
  ('awaiting_confirmation', 'scheduled'),
  ('awaiting_confirmation', 'rejected'),
  ('awaiting_confirmation', 'cancelled'),
  ('scheduled', 'in_progress'),
  ('scheduled', 'cancelled'),
  ('in_progress', 'customer_review'),
  ('in_progress', 'cancelled'),
  ('customer_review', 'completed'),
  ('customer_review', 'changes_requested'),
  ('customer_review', 'cancelled'),
  ('changes_requested', 'in_progress'),
  ('changes_requested', 'cancelled');
CREATE TRIGGER request_transition_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON agency.request_transition
  EXECUTE FUNCTION agency.refuse_change();

CREATE SEQUENCE agency.request_number;

CREATE TABLE agency.service_request (
  id uuid PRIMARY KEY,
  reference text NOT NULL UNIQUE CHECK (reference ~ '^REQ-[0-9]{4}-[0-9]{5,}$'),
  client_id uuid NOT NULL REFERENCES agency.client (id),
  -- The one status there is.
  stage text NOT NULL CHECK (stage IN
    ('request_submitted', 'requirements_review', 'clarification_needed', 'scope_and_quotation', 'awaiting_confirmation', 'scheduled',
     'in_progress', 'customer_review', 'changes_requested', 'completed', 'cancelled', 'rejected')),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 160),
  details text NOT NULL CHECK (length(details) BETWEEN 1 AND 8000),
  service text CHECK (length(service) <= 120),
  budget_minor bigint CHECK (budget_minor >= 0),
  budget_currency text CHECK (budget_currency ~ '^[A-Z]{3}$'),
  desired_by date,
  assignee_id uuid,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CHECK ((budget_minor IS NULL) = (budget_currency IS NULL))
);
CREATE INDEX service_request_by_client ON agency.service_request (client_id, id DESC);
CREATE INDEX service_request_by_assignee ON agency.service_request (assignee_id, id DESC);
CREATE INDEX service_request_by_stage ON agency.service_request (stage, id DESC);

CREATE FUNCTION agency.check_request_stage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM agency.request_transition WHERE from_stage = OLD.stage AND to_stage = NEW.stage) THEN
    RAISE EXCEPTION 'a request does not go from % to %', OLD.stage, NEW.stage USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER service_request_stage BEFORE UPDATE ON agency.service_request
  FOR EACH ROW WHEN (OLD.stage IS DISTINCT FROM NEW.stage) EXECUTE FUNCTION agency.check_request_stage();

-- Facts without words: what somebody wrote stands in request_message, which erasure empties.
CREATE TABLE agency.request_event (
  id uuid PRIMARY KEY,
  request_id uuid NOT NULL REFERENCES agency.service_request (id),
  kind text NOT NULL CHECK (kind IN
    ('submitted', 'stage_changed', 'message_posted', 'file_added', 'assigned', 'unassigned', 'quote_sent', 'quote_accepted',
     'quote_declined', 'quote_expired', 'project_started')),
  visibility text NOT NULL CHECK (visibility IN ('customer', 'staff', 'internal')),
  actor text NOT NULL CHECK (actor IN ('client', 'staff', 'system')),
  actor_id uuid,
  from_stage text,
  to_stage text,
  subject_id uuid,
  happened_at timestamptz(3) NOT NULL,
  CHECK ((kind = 'stage_changed') = (from_stage IS NOT NULL AND to_stage IS NOT NULL))
);
CREATE INDEX request_event_by_request ON agency.request_event (request_id, id);
CREATE TRIGGER request_event_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON agency.request_event
  EXECUTE FUNCTION agency.refuse_change();

CREATE TABLE agency.request_message (
  id uuid PRIMARY KEY,
  request_id uuid NOT NULL REFERENCES agency.service_request (id),
  author text NOT NULL CHECK (author IN ('client', 'staff')),
  author_id uuid,
  visibility text NOT NULL CHECK (visibility IN ('customer', 'staff', 'internal')),
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 8000),
  sent_at timestamptz(3) NOT NULL,
  CHECK (author = 'staff' OR visibility = 'customer'),
  CHECK (author = 'client' OR author_id IS NOT NULL)
);
CREATE INDEX request_message_by_request ON agency.request_message (request_id, id);

-- What opens one request, or one ticket, without an account: from a mail only, kept as SHA-256.
CREATE TABLE agency.guest_token (
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  request_id uuid REFERENCES agency.service_request (id),
  ticket_id uuid,
  client_id uuid NOT NULL REFERENCES agency.client (id),
  -- Mailed because somebody outside asked, and so counted.
  by_guest boolean NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  CHECK (num_nonnulls(request_id, ticket_id) = 1)
);
CREATE INDEX guest_token_by_client ON agency.guest_token (client_id, created_at) WHERE by_guest;

-- A file that was uploaded to platform/files, and what it belongs to. Who may read it is decided here.
CREATE TABLE agency.work_file (
  file_id uuid PRIMARY KEY,
  request_id uuid REFERENCES agency.service_request (id),
  project_id uuid,
  deliverable_id uuid,
  visibility text NOT NULL CHECK (visibility IN ('customer', 'staff', 'internal')),
  added_by uuid NOT NULL,
  added_at timestamptz(3) NOT NULL,
  CHECK (num_nonnulls(request_id, project_id, deliverable_id) = 1)
);
CREATE INDEX work_file_by_request ON agency.work_file (request_id, file_id) WHERE request_id IS NOT NULL;
CREATE INDEX work_file_by_adder ON agency.work_file (added_by);
