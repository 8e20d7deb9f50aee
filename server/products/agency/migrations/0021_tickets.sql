CREATE SEQUENCE agency.ticket_number;

CREATE TABLE agency.ticket (
  id uuid PRIMARY KEY,
  reference text NOT NULL UNIQUE CHECK (reference ~ '^TIC-[0-9]{4}-[0-9]{5,}$'),
  client_id uuid NOT NULL REFERENCES agency.client (id),
  subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 160),
  state text NOT NULL CHECK (state IN ('open', 'pending', 'resolved', 'closed')),
  priority text NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
  assignee_id uuid,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  -- By when an answer, and the end, was promised; whether it was kept is seen from the two instants beside.
  answer_due_at timestamptz(3) NOT NULL,
  resolve_due_at timestamptz(3) NOT NULL,
  answered_at timestamptz(3),
  resolved_at timestamptz(3),
  CHECK ((state IN ('resolved', 'closed')) = (resolved_at IS NOT NULL))
);
CREATE INDEX ticket_by_client ON agency.ticket (client_id, id DESC);
CREATE INDEX ticket_by_assignee ON agency.ticket (assignee_id, id DESC);
CREATE INDEX ticket_by_state ON agency.ticket (state, id DESC);

CREATE TABLE agency.ticket_message (
  id uuid PRIMARY KEY,
  ticket_id uuid NOT NULL REFERENCES agency.ticket (id),
  author text NOT NULL CHECK (author IN ('client', 'staff')),
  author_id uuid,
  -- Among the staff only.
  internal boolean NOT NULL,
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 8000),
  sent_at timestamptz(3) NOT NULL,
  CHECK (author = 'staff' OR NOT internal),
  CHECK (author = 'client' OR author_id IS NOT NULL)
);
CREATE INDEX ticket_message_by_ticket ON agency.ticket_message (ticket_id, id);

ALTER TABLE agency.guest_token ADD FOREIGN KEY (ticket_id) REFERENCES agency.ticket (id);
