-- One row, or none as long as nobody has said who issues.
CREATE TABLE invoices.settings (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  seller_name text NOT NULL CHECK (length(seller_name) BETWEEN 1 AND 200),
  seller_address text[] NOT NULL CHECK (cardinality(seller_address) BETWEEN 1 AND 6),
  -- Sealed, here and below.
  seller_tax_number bytea,
  seller_email text CHECK (length(seller_email) <= 254),
  payment_instructions text NOT NULL CHECK (length(payment_instructions) <= 1000),
  -- Whose calendar dates and years are.
  zone text NOT NULL,
  invoice_prefix text NOT NULL CHECK (invoice_prefix ~ '^[A-Z0-9]{1,10}$'),
  credit_note_prefix text NOT NULL CHECK (credit_note_prefix ~ '^[A-Z0-9]{1,10}$'),
  tax_rounding text NOT NULL CHECK (tax_rounding IN ('line', 'document')),
  due_days integer NOT NULL CHECK (due_days BETWEEN 0 AND 365),
  version integer NOT NULL,
  updated_at timestamptz NOT NULL,
  -- What is sealed in the row is bound to it.
  id uuid NOT NULL UNIQUE DEFAULT '00000000-0000-7000-8000-000000000001',
  CHECK (invoice_prefix <> credit_note_prefix)
);

CREATE TABLE invoices.customer (
  id uuid PRIMARY KEY,
  user_id uuid UNIQUE,
  -- Of one without an account; in lower case, and gone once erased.
  email_key text UNIQUE CHECK (email_key = lower(email_key)),
  dunning_paused boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  CHECK (user_id IS NULL OR email_key IS NULL)
);

-- The row is locked from the number's taking to the commit: a rollback gives it back, so there is no hole.
CREATE TABLE invoices.series (
  kind text NOT NULL CHECK (kind IN ('invoice', 'credit_note')),
  year integer NOT NULL,
  last_number integer NOT NULL,
  PRIMARY KEY (kind, year)
);

CREATE TABLE invoices.document (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('invoice', 'credit_note')),
  customer_id uuid NOT NULL REFERENCES invoices.customer,
  -- What a credit note corrects.
  invoice_id uuid REFERENCES invoices.document,
  source_type text,
  source_id text,
  -- Which of the source's invoices this is; each once.
  source_part text,
  recipient_name text NOT NULL CHECK (length(recipient_name) BETWEEN 1 AND 200),
  recipient_address text[] NOT NULL CHECK (cardinality(recipient_address) <= 6),
  recipient_tax_number bytea,
  -- Where mail goes. Not on the document, so it can be erased.
  recipient_email text,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  tax_rounding text NOT NULL CHECK (tax_rounding IN ('line', 'document')),
  note text NOT NULL CHECK (length(note) <= 2000),
  due_days integer NOT NULL CHECK (due_days BETWEEN 0 AND 365),
  -- [{rateBp, baseMinor, taxMinor}], amounts as text.
  taxes jsonb NOT NULL,
  subtotal_minor bigint NOT NULL CHECK (subtotal_minor >= 0),
  discount_minor bigint NOT NULL CHECK (discount_minor BETWEEN 0 AND subtotal_minor),
  tax_minor bigint NOT NULL CHECK (tax_minor >= 0),
  total_minor bigint NOT NULL CHECK (total_minor = subtotal_minor - discount_minor + tax_minor),
  series_year integer,
  series_number integer,
  number text UNIQUE,
  issued_on date,
  due_on date,
  issued_at timestamptz,
  -- What was issued, word by word but for the tax numbers; type json keeps the text as it was written.
  snapshot json,
  -- As it was at the issue.
  seller_tax_number bytea CHECK (seller_tax_number IS NULL OR issued_at IS NOT NULL),
  pdf_file_id uuid,
  pdf_sha256 bytea CHECK (octet_length(pdf_sha256) = 32),
  paid_minor bigint NOT NULL DEFAULT 0 CHECK (paid_minor >= 0),
  credited_minor bigint NOT NULL DEFAULT 0 CHECK (credited_minor BETWEEN 0 AND total_minor),
  written_off_minor bigint NOT NULL DEFAULT 0 CHECK (written_off_minor >= 0),
  voided_at timestamptz,
  closing_reason text CHECK (length(closing_reason) <= 500),
  status text NOT NULL GENERATED ALWAYS AS (
    CASE
      WHEN issued_at IS NULL THEN 'draft'
      WHEN voided_at IS NOT NULL THEN 'void'
      WHEN kind = 'credit_note' THEN 'issued'
      WHEN written_off_minor > 0 THEN 'written_off'
      WHEN paid_minor + credited_minor = total_minor THEN 'paid'
      WHEN paid_minor > 0 THEN 'partially_paid'
      ELSE 'issued'
    END) STORED,
  balance_minor bigint NOT NULL GENERATED ALWAYS AS (
    CASE WHEN kind = 'invoice' AND issued_at IS NOT NULL AND voided_at IS NULL
      THEN total_minor - paid_minor - credited_minor - written_off_minor ELSE 0 END) STORED,
  -- When mail with it went last.
  sent_at timestamptz,
  -- When its being late was told, once.
  overdue_at timestamptz,
  disputed boolean NOT NULL DEFAULT false,
  dunning_paused boolean NOT NULL DEFAULT false,
  created_by uuid,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT document_number UNIQUE (kind, series_year, series_number),
  CONSTRAINT document_balance CHECK (balance_minor >= 0),
  CHECK ((kind = 'credit_note') = (invoice_id IS NOT NULL)),
  CHECK ((source_type IS NULL) = (source_id IS NULL) AND (source_part IS NULL OR source_id IS NOT NULL)),
  CHECK (num_nulls(issued_at, issued_on, due_on, number, series_year, series_number, snapshot) IN (0, 7)),
  CHECK (issued_at IS NOT NULL OR (voided_at IS NULL AND paid_minor + credited_minor + written_off_minor = 0)),
  CHECK (voided_at IS NULL OR (kind = 'invoice' AND paid_minor + credited_minor + written_off_minor = 0)),
  CHECK ((pdf_file_id IS NULL) = (pdf_sha256 IS NULL)),
  CHECK ((voided_at IS NOT NULL OR written_off_minor > 0) = (closing_reason IS NOT NULL))
);

CREATE INDEX document_by_customer ON invoices.document (customer_id, id DESC);
CREATE INDEX document_by_status ON invoices.document (status, id DESC);
CREATE INDEX document_open ON invoices.document (due_on, id) WHERE balance_minor > 0;
CREATE INDEX document_corrects ON invoices.document (invoice_id) WHERE invoice_id IS NOT NULL;
CREATE INDEX document_by_source ON invoices.document (source_type, source_id) WHERE source_id IS NOT NULL;
CREATE UNIQUE INDEX document_source_part ON invoices.document (source_type, source_id, source_part)
  WHERE source_part IS NOT NULL AND voided_at IS NULL;

CREATE TABLE invoices.line (
  document_id uuid NOT NULL REFERENCES invoices.document ON DELETE CASCADE,
  position integer NOT NULL CHECK (position BETWEEN 1 AND 100),
  description text NOT NULL CHECK (length(description) BETWEEN 1 AND 500),
  qty numeric(15, 6) NOT NULL CHECK (qty >= 0),
  unit_minor bigint NOT NULL CHECK (unit_minor >= 0),
  tax_rate_bp integer NOT NULL CHECK (tax_rate_bp BETWEEN 0 AND 10000),
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  discount_minor bigint NOT NULL CHECK (discount_minor BETWEEN 0 AND amount_minor),
  -- Null where tax is rounded once for the document.
  tax_minor bigint CHECK (tax_minor >= 0),
  PRIMARY KEY (document_id, position)
);

-- Money that came in, by whatever way.
CREATE TABLE invoices.payment (
  -- Of one that came by a provider: the id it has in payments.
  id uuid PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES invoices.customer,
  method text NOT NULL CHECK (method IN ('provider', 'bank_transfer', 'cash', 'other')),
  provider text,
  reference text NOT NULL CHECK (length(reference) <= 200),
  received_on date NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  -- Refunded, reversed or lost.
  returned_minor bigint NOT NULL DEFAULT 0 CHECK (returned_minor BETWEEN 0 AND amount_minor),
  allocated_minor bigint NOT NULL DEFAULT 0 CHECK (allocated_minor >= 0),
  -- What the customer has to their credit.
  credit_minor bigint NOT NULL GENERATED ALWAYS AS (amount_minor - returned_minor - allocated_minor) STORED,
  recorded_by uuid,
  created_at timestamptz NOT NULL,
  CONSTRAINT payment_credit CHECK (credit_minor >= 0),
  CHECK ((method = 'provider') = (provider IS NOT NULL))
);

CREATE INDEX payment_by_customer ON invoices.payment (customer_id, id DESC);
CREATE INDEX payment_credit_left ON invoices.payment (id DESC) WHERE credit_minor > 0;

-- A counter entry each; negative when a return failed after all.
CREATE TABLE invoices.payment_return (
  id uuid PRIMARY KEY,
  payment_id uuid NOT NULL REFERENCES invoices.payment,
  kind text NOT NULL CHECK (kind IN ('reversal', 'refund', 'dispute')),
  amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
  reason text NOT NULL CHECK (length(reason) <= 500),
  recorded_by uuid,
  created_at timestamptz NOT NULL
);

CREATE INDEX payment_return_by_payment ON invoices.payment_return (payment_id);

-- Which part of a payment pays which invoice. Never changed: what is taken back is a negative one.
CREATE TABLE invoices.allocation (
  id uuid PRIMARY KEY,
  payment_id uuid NOT NULL REFERENCES invoices.payment,
  invoice_id uuid NOT NULL REFERENCES invoices.document,
  amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
  reason text NOT NULL CHECK (reason IN ('paid', 'credited', 'returned')),
  created_at timestamptz NOT NULL
);

CREATE INDEX allocation_by_payment ON invoices.allocation (payment_id, invoice_id);
CREATE INDEX allocation_by_invoice ON invoices.allocation (invoice_id, id);

-- Each step once for an invoice, whoever runs.
CREATE TABLE invoices.dunning_notice (
  document_id uuid NOT NULL REFERENCES invoices.document,
  step integer NOT NULL CHECK (step BETWEEN 1 AND 3),
  -- Left out: a later step was due as well.
  outcome text NOT NULL CHECK (outcome IN ('sent', 'left_out')),
  at timestamptz NOT NULL,
  PRIMARY KEY (document_id, step)
);

CREATE TABLE invoices.recurrence (
  id uuid PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES invoices.customer,
  -- What each invoice is drafted from.
  template jsonb NOT NULL,
  -- Left out of the template.
  recipient_tax_number bytea,
  frequency text NOT NULL,
  starts_on date NOT NULL,
  -- Every date is counted from the first: period n of the frequency.
  next_period integer NOT NULL DEFAULT 0 CHECK (next_period >= 0),
  -- Null once ended.
  next_on date,
  ends_on date CHECK (ends_on >= starts_on),
  mode text NOT NULL CHECK (mode IN ('draft', 'issue', 'send')),
  status text NOT NULL CHECK (status IN ('active', 'paused', 'ended')),
  created_by uuid,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CHECK ((status = 'ended') = (next_on IS NULL))
);

CREATE INDEX recurrence_due ON invoices.recurrence (status, next_on);
CREATE INDEX recurrence_by_customer ON invoices.recurrence (customer_id);
