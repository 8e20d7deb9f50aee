CREATE TABLE agency.external_calendar (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL REFERENCES agency.schedule (owner_id) ON DELETE CASCADE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  -- Sealed: who has the address reads the calendar. Host and last characters are what people tell it by.
  address bytea NOT NULL,
  host text NOT NULL CHECK (length(host) BETWEEN 1 AND 260),
  ending text NOT NULL CHECK (length(ending) <= 4),
  -- A reading was asked for and has not been done.
  waiting boolean NOT NULL,
  next_sync_at timestamptz(3) NOT NULL,
  tried_at timestamptz(3),
  synced_at timestamptz(3),
  -- Why the last try failed; null when it did not.
  error text CHECK (length(error) BETWEEN 1 AND 300),
  failing_since timestamptz(3),
  told_at timestamptz(3),
  -- Events of the last reading that made no sense.
  unread integer NOT NULL CHECK (unread >= 0),
  -- What the last reading was made of: the answer may say that nothing changed only as long as this would be asked again.
  etag text CHECK (length(etag) <= 500),
  last_modified text CHECK (length(last_modified) <= 100),
  read_until timestamptz(3),
  read_zone text,
  created_at timestamptz(3) NOT NULL,
  CHECK ((error IS NULL) = (failing_since IS NULL)),
  CHECK (told_at IS NULL OR failing_since IS NOT NULL)
);

CREATE INDEX external_calendar_by_owner ON agency.external_calendar (owner_id);
CREATE INDEX external_calendar_due ON agency.external_calendar (next_sync_at);

-- Grows with time off and busy blocks, so that those who change the hours are not told of a conflict that is none.
ALTER TABLE agency.schedule ADD COLUMN away_version integer NOT NULL DEFAULT 0 CHECK (away_version >= 0);

ALTER TABLE agency.busy_block ADD COLUMN calendar_id uuid REFERENCES agency.external_calendar (id) ON DELETE CASCADE;
ALTER TABLE agency.busy_block ADD CONSTRAINT busy_block_source CHECK (calendar_id IS NULL OR source = 'cal:' || calendar_id);

CREATE INDEX busy_block_by_calendar ON agency.busy_block (calendar_id) WHERE calendar_id IS NOT NULL;
