-- Lets a GiST index hold equality of ids beside overlap of ranges.
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA agency;

CREATE TABLE agency.schedule (
  owner_id uuid PRIMARY KEY,
  time_zone text NOT NULL CHECK (length(time_zone) BETWEEN 1 AND 64),
  version integer NOT NULL CHECK (version > 0),
  -- SHA-256 of the token in the address of the private calendar feed; null without one.
  feed_token_hash bytea UNIQUE CHECK (length(feed_token_hash) = 32),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);

CREATE TABLE agency.availability_rule (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL REFERENCES agency.schedule (owner_id) ON DELETE CASCADE,
  weekday smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  start_minute smallint NOT NULL CHECK (start_minute BETWEEN 0 AND 1439),
  -- At or before the start: on the next day.
  end_minute smallint NOT NULL CHECK (end_minute BETWEEN 0 AND 1439)
);

CREATE INDEX availability_rule_by_owner ON agency.availability_rule (owner_id);

CREATE TABLE agency.availability_override (
  owner_id uuid NOT NULL REFERENCES agency.schedule (owner_id) ON DELETE CASCADE,
  date date NOT NULL,
  -- [{"startMinute", "endMinute"}]; empty when closed.
  windows jsonb NOT NULL CHECK (jsonb_typeof(windows) = 'array'),
  PRIMARY KEY (owner_id, date)
);

CREATE TABLE agency.time_off (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL REFERENCES agency.schedule (owner_id) ON DELETE CASCADE,
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  reason text NOT NULL CHECK (length(reason) <= 200),
  status text NOT NULL CHECK (status IN ('requested', 'approved', 'declined')),
  approved_by uuid,
  created_at timestamptz(3) NOT NULL,
  CHECK (starts_at < ends_at),
  CHECK ((status = 'requested') = (approved_by IS NULL))
);

CREATE INDEX time_off_by_owner ON agency.time_off (owner_id, ends_at);

CREATE TABLE agency.busy_block (
  owner_id uuid NOT NULL REFERENCES agency.schedule (owner_id) ON DELETE CASCADE,
  -- The external calendar it comes from, and what that calls it.
  source text NOT NULL CHECK (length(source) BETWEEN 1 AND 40),
  external_id text NOT NULL CHECK (length(external_id) BETWEEN 1 AND 200),
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  PRIMARY KEY (owner_id, source, external_id),
  CHECK (starts_at < ends_at)
);

CREATE INDEX busy_block_by_owner ON agency.busy_block (owner_id, ends_at);

CREATE TABLE agency.booking_policy (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  version integer NOT NULL CHECK (version > 0),
  scheduling text NOT NULL CHECK (scheduling IN ('round_robin', 'collective')),
  buffer_before_minutes smallint NOT NULL CHECK (buffer_before_minutes BETWEEN 0 AND 720),
  buffer_after_minutes smallint NOT NULL CHECK (buffer_after_minutes BETWEEN 0 AND 720),
  min_notice_minutes integer NOT NULL CHECK (min_notice_minutes BETWEEN 0 AND 525600),
  advance_kind text NOT NULL CHECK (advance_kind IN ('rolling', 'range', 'unlimited')),
  advance_days smallint CHECK (advance_days BETWEEN 0 AND 730),
  advance_from date,
  advance_to date,
  slot_interval_minutes smallint NOT NULL CHECK (slot_interval_minutes BETWEEN 5 AND 1440),
  daily_limit smallint CHECK (daily_limit > 0),
  weekly_limit smallint CHECK (weekly_limit > 0),
  seats smallint NOT NULL CHECK (seats BETWEEN 1 AND 500),
  confirm text NOT NULL CHECK (confirm IN ('auto', 'manual')),
  cancel_cutoff_hours smallint NOT NULL CHECK (cancel_cutoff_hours BETWEEN 0 AND 8760),
  -- [{"noticeAtLeastHours", "refundBp"}], the first that matches counts.
  refund_rules jsonb NOT NULL CHECK (jsonb_typeof(refund_rules) = 'array'),
  no_show_grace_minutes smallint NOT NULL CHECK (no_show_grace_minutes BETWEEN 0 AND 1440),
  archived_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CHECK ((advance_kind = 'rolling') = (advance_days IS NOT NULL)),
  CHECK ((advance_kind = 'range') = (advance_from IS NOT NULL AND advance_to IS NOT NULL)),
  CHECK (advance_from <= advance_to),
  -- A session that several hosts hold together would need a counter for all of them.
  CHECK (scheduling = 'round_robin' OR seats = 1)
);

CREATE TABLE agency.policy_host (
  policy_id uuid NOT NULL REFERENCES agency.booking_policy (id),
  host_id uuid NOT NULL REFERENCES agency.schedule (owner_id),
  weight smallint NOT NULL CHECK (weight BETWEEN 1 AND 100),
  PRIMARY KEY (policy_id, host_id)
);

CREATE INDEX policy_host_by_host ON agency.policy_host (host_id);

CREATE TABLE agency.appointment (
  id uuid PRIMARY KEY,
  -- The same in all rows that rescheduling makes of one booking; what clients hold, and payments are for.
  booking_id uuid NOT NULL,
  reference text NOT NULL CHECK (reference ~ '^[0-9A-HJKMNP-TV-Z]{10}$'),
  service_slug text NOT NULL,
  package_key text NOT NULL,
  service_title text NOT NULL,
  price_version_id uuid NOT NULL,
  policy_id uuid NOT NULL REFERENCES agency.booking_policy (id),
  -- The account of the client; null for guests.
  client_id uuid,
  client_name text NOT NULL CHECK (length(client_name) <= 200),
  client_email text NOT NULL CHECK (length(client_email) <= 254),
  notes text NOT NULL CHECK (length(notes) <= 2000),
  attendee_time_zone text NOT NULL CHECK (length(attendee_time_zone) BETWEEN 1 AND 64),
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  status text NOT NULL CHECK (status IN ('held', 'pending', 'confirmed', 'completed', 'no_show_client', 'no_show_host',
    'cancelled', 'rescheduled', 'expired')),
  -- What a pending one waits for.
  awaits text CHECK (awaits IN ('payment', 'confirmation')),
  -- When a held or pending one lapses.
  hold_expires_at timestamptz(3),
  price_minor bigint NOT NULL CHECK (price_minor >= 0),
  deposit_minor bigint NOT NULL CHECK (deposit_minor BETWEEN 0 AND price_minor),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  paid_minor bigint NOT NULL CHECK (paid_minor >= 0),
  payment_status text NOT NULL CHECK (payment_status IN ('none', 'due', 'deposit_paid', 'paid', 'refund_pending',
    'partially_refunded', 'refunded', 'disputed')),
  -- The terms as they were when it was booked.
  cancel_cutoff_hours smallint NOT NULL,
  refund_rules jsonb NOT NULL,
  ical_sequence integer NOT NULL CHECK (ical_sequence >= 0),
  rescheduled_from_id uuid UNIQUE REFERENCES agency.appointment (id),
  cancelled_by text CHECK (cancelled_by IN ('client', 'host')),
  cancel_reason text CHECK (length(cancel_reason) <= 500),
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  UNIQUE (id, status),
  CHECK (starts_at < ends_at),
  CHECK ((status = 'pending') = (awaits IS NOT NULL)),
  CHECK ((status IN ('held', 'pending')) = (hold_expires_at IS NOT NULL)),
  CHECK ((status = 'cancelled') = (cancelled_by IS NOT NULL))
);

-- Of one booking one row stands; the others are what it was rescheduled from.
CREATE UNIQUE INDEX appointment_reference ON agency.appointment (reference) WHERE status <> 'rescheduled';
CREATE UNIQUE INDEX appointment_booking ON agency.appointment (booking_id) WHERE status <> 'rescheduled';
CREATE INDEX appointment_by_client ON agency.appointment (client_id, id DESC) WHERE client_id IS NOT NULL;
CREATE INDEX appointment_lapsing ON agency.appointment (hold_expires_at) WHERE status IN ('held', 'pending');
CREATE INDEX appointment_coming ON agency.appointment (starts_at) WHERE status = 'confirmed';

-- Seats of a session that several clients share. The row is locked by whoever takes or gives back a seat.
CREATE TABLE agency.seat_session (
  id uuid PRIMARY KEY,
  host_id uuid NOT NULL REFERENCES agency.schedule (owner_id),
  policy_id uuid NOT NULL REFERENCES agency.booking_policy (id),
  service_slug text NOT NULL,
  package_key text NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  seats smallint NOT NULL,
  taken smallint NOT NULL,
  UNIQUE (host_id, policy_id, service_slug, package_key, starts_at),
  CHECK (taken BETWEEN 0 AND seats)
);

-- Who an appointment is with, and the time it takes of them, buffers included. The status is the appointment's: the foreign key carries it over.
CREATE TABLE agency.appointment_host (
  appointment_id uuid NOT NULL,
  host_id uuid NOT NULL REFERENCES agency.schedule (owner_id),
  -- The seat session, or the appointment itself where nobody shares it.
  session_id uuid NOT NULL,
  policy_id uuid NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  busy tstzrange NOT NULL CHECK (NOT isempty(busy)),
  status text NOT NULL,
  PRIMARY KEY (appointment_id, host_id),
  FOREIGN KEY (appointment_id, status) REFERENCES agency.appointment (id, status) ON UPDATE CASCADE,
  -- No host is in two meetings at once, whatever the code above believes; those of one session are one meeting.
  CONSTRAINT appointment_host_overlap
    EXCLUDE USING gist (host_id WITH =, busy WITH &&, session_id WITH <>) WHERE (status IN ('held', 'pending', 'confirmed'))
);

CREATE INDEX appointment_host_calendar ON agency.appointment_host (host_id, starts_at);
CREATE INDEX appointment_host_session ON agency.appointment_host (session_id);

CREATE TABLE agency.appointment_event (
  id uuid PRIMARY KEY,
  appointment_id uuid NOT NULL REFERENCES agency.appointment (id),
  kind text NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('client', 'host', 'system')),
  actor_id uuid,
  details jsonb NOT NULL,
  at timestamptz(3) NOT NULL
);

CREATE INDEX appointment_event_history ON agency.appointment_event (appointment_id, id);

CREATE FUNCTION agency.refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of agency.% are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER appointment_event_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON agency.appointment_event
  EXECUTE FUNCTION agency.refuse_event_change();

-- One row per reminder that was sent or left out, and per question to the host how it went, so that each is sent once.
CREATE TABLE agency.appointment_reminder (
  appointment_id uuid NOT NULL REFERENCES agency.appointment (id),
  kind text NOT NULL CHECK (kind IN ('day', 'hour', 'outcome')),
  outcome text NOT NULL CHECK (outcome IN ('sent', 'quiet', 'late')),
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (appointment_id, kind)
);
