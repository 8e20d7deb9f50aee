CREATE TABLE webhooks.endpoint (
  id uuid PRIMARY KEY,
  url text NOT NULL CHECK (length(url) BETWEEN 8 AND 2000),
  description text NOT NULL CHECK (length(description) <= 200),
  -- Names of events; none: every event.
  events text[] NOT NULL,
  -- Sealed, bound to the row.
  secret bytea NOT NULL,
  previous_secret bytea,
  previous_until timestamptz,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  disabled_at timestamptz,
  disabled_reason text CHECK (disabled_reason IN ('by-hand', 'gone', 'failing')),
  -- Failures in a row, since when, and until when nothing is sent for them.
  failures integer NOT NULL DEFAULT 0,
  failing_since timestamptz,
  resting_until timestamptz,
  CHECK ((disabled_at IS NULL) = (disabled_reason IS NULL)),
  CHECK ((previous_secret IS NULL) = (previous_until IS NULL))
);

CREATE TABLE webhooks.message (
  id uuid PRIMARY KEY,
  event text NOT NULL,
  -- The body as it is sent: signed bytes do not change between tries.
  body text NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE INDEX message_by_age ON webhooks.message (created_at);

CREATE TABLE webhooks.delivery (
  id uuid PRIMARY KEY,
  endpoint_id uuid NOT NULL REFERENCES webhooks.endpoint ON DELETE CASCADE,
  message_id uuid NOT NULL REFERENCES webhooks.message ON DELETE CASCADE,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  finished_at timestamptz
);

CREATE INDEX delivery_by_endpoint ON webhooks.delivery (endpoint_id, id DESC);
CREATE INDEX delivery_by_message ON webhooks.delivery (message_id);

CREATE TABLE webhooks.attempt (
  delivery_id uuid NOT NULL REFERENCES webhooks.delivery ON DELETE CASCADE,
  number integer NOT NULL,
  at timestamptz NOT NULL,
  duration_ms integer NOT NULL,
  status integer,
  -- Why there was no answer, or the beginning of one that was no 2xx.
  error text,
  PRIMARY KEY (delivery_id, number)
);
