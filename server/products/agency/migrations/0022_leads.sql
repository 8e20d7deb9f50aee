CREATE TABLE agency.enquiry (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  email text NOT NULL,
  email_canonical text NOT NULL,
  subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 160),
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 8000),
  state text NOT NULL CHECK (state IN ('new', 'answered', 'closed', 'spam')),
  received_at timestamptz(3) NOT NULL
);
CREATE INDEX enquiry_by_state ON agency.enquiry (state, id DESC);
CREATE INDEX enquiry_by_address ON agency.enquiry (email_canonical, received_at);

CREATE TABLE agency.enquiry_reply (
  id uuid PRIMARY KEY,
  enquiry_id uuid NOT NULL REFERENCES agency.enquiry (id) ON DELETE CASCADE,
  author_id uuid NOT NULL,
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 8000),
  sent_at timestamptz(3) NOT NULL
);
CREATE INDEX enquiry_reply_by_enquiry ON agency.enquiry_reply (enquiry_id, id);

CREATE TABLE agency.lead (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  email text NOT NULL,
  email_canonical text NOT NULL,
  company text CHECK (length(company) <= 160),
  phone text CHECK (length(phone) <= 40),
  source text NOT NULL CHECK (length(source) BETWEEN 1 AND 80),
  notes text NOT NULL CHECK (length(notes) <= 8000),
  stage text NOT NULL CHECK (stage IN ('new', 'contacted', 'qualified', 'proposal', 'won', 'lost')),
  worth_minor bigint CHECK (worth_minor >= 0),
  worth_currency text CHECK (worth_currency ~ '^[A-Z]{3}$'),
  owner_id uuid,
  enquiry_id uuid UNIQUE REFERENCES agency.enquiry (id) ON DELETE SET NULL,
  client_id uuid REFERENCES agency.client (id),
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CHECK ((stage = 'won') = (client_id IS NOT NULL)),
  CHECK ((worth_minor IS NULL) = (worth_currency IS NULL))
);
CREATE INDEX lead_by_owner ON agency.lead (owner_id, id DESC);
CREATE INDEX lead_by_stage ON agency.lead (stage, id DESC);
CREATE INDEX lead_by_address ON agency.lead (email_canonical);
