CREATE FUNCTION trading.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of trading.% are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

-- The states of an import and every step between them; the program has the same table.
CREATE TABLE trading.import_step (
  from_state text NOT NULL,
  to_state text NOT NULL,
  PRIMARY KEY (from_state, to_state)
);
INSERT INTO trading.import_step (from_state, to_state) VALUES
  ('uploaded', 'detected'),
  ('uploaded', 'mapped'),
  ('detected', 'mapped'),
  ('mapped', 'previewed'),
  ('mapped', 'failed'),
  ('previewed', 'mapped'),
  ('previewed', 'importing'),
  ('importing', 'completed'),
  ('importing', 'completed_with_errors'),
  ('importing', 'failed'),
  ('failed', 'mapped'),
  ('completed', 'undone'),
  ('completed_with_errors', 'undone');
CREATE TRIGGER import_step_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON trading.import_step
  EXECUTE FUNCTION trading.refuse_change();

-- How a trader's own files are read.
CREATE TABLE trading.import_profile (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  definition jsonb NOT NULL CHECK (jsonb_typeof(definition) = 'object'),
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX import_profile_by_name ON trading.import_profile (owner_id, lower(name));

-- One file brought into one account.
CREATE TABLE trading.import_batch (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE,
  -- Null when it was dropped after its time.
  file_id uuid,
  filename text NOT NULL CHECK (length(filename) BETWEEN 1 AND 200),
  file_bytes bigint NOT NULL CHECK (file_bytes > 0),
  file_sha256 bytea NOT NULL CHECK (length(file_sha256) = 32),
  state text NOT NULL CHECK (state IN
    ('uploaded', 'detected', 'mapped', 'previewed', 'importing', 'completed', 'completed_with_errors', 'failed', 'undone')),
  -- Profiles that know the file, best first.
  detected jsonb NOT NULL CHECK (jsonb_typeof(detected) = 'array'),
  -- The chosen profile as it was when it was chosen: a later edit of it changes nothing here.
  profile jsonb CHECK (jsonb_typeof(profile) = 'object'),
  -- Of wall times in the file that say no zone.
  time_zone text NOT NULL CHECK (length(time_zone) BETWEEN 1 AND 64),
  -- What the trader says of symbols, and of rates that the file does not give.
  symbols jsonb NOT NULL CHECK (jsonb_typeof(symbols) = 'array'),
  fx_rates jsonb NOT NULL CHECK (jsonb_typeof(fx_rates) = 'object'),
  -- What a preview found: counts, symbols, the first rows as they would end.
  preview jsonb CHECK (jsonb_typeof(preview) = 'object'),
  rows_total integer CHECK (rows_total >= 0),
  -- How far an import that runs has come.
  rows_read integer NOT NULL CHECK (rows_read >= 0),
  rows_created integer CHECK (rows_created >= 0),
  rows_duplicate integer CHECK (rows_duplicate >= 0),
  rows_skipped integer CHECK (rows_skipped >= 0),
  rows_error integer CHECK (rows_error >= 0),
  rows_needs_mapping integer CHECK (rows_needs_mapping >= 0),
  -- Why it failed, or why a preview could not be made.
  failure text CHECK (length(failure) <= 200),
  -- The trader wants a letter when it is done, however short it takes.
  wants_letter boolean NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  committed_at timestamptz(3),
  finished_at timestamptz(3),
  undo_asked_at timestamptz(3),
  undone_at timestamptz(3),
  raw_dropped_at timestamptz(3),
  CHECK (state IN ('uploaded', 'detected') OR profile IS NOT NULL),
  CHECK (state NOT IN ('previewed', 'importing') OR preview IS NOT NULL),
  -- What is done has an outcome for every row of the file.
  CHECK (state NOT IN ('completed', 'completed_with_errors', 'undone') OR
    (finished_at IS NOT NULL AND rows_total IS NOT NULL AND
     rows_total = rows_created + rows_duplicate + rows_skipped + rows_error + rows_needs_mapping)),
  CHECK (state <> 'completed' OR rows_error = 0),
  CHECK (state <> 'completed_with_errors' OR rows_error > 0),
  CHECK ((state = 'undone') = (undone_at IS NOT NULL)),
  CHECK ((state = 'failed') <= (failure IS NOT NULL))
);
CREATE INDEX import_batch_by_owner ON trading.import_batch (owner_id, id DESC);
CREATE INDEX import_batch_by_account ON trading.import_batch (account_id, id DESC);
CREATE INDEX import_batch_by_file ON trading.import_batch (file_id) WHERE file_id IS NOT NULL;
CREATE INDEX import_batch_by_age ON trading.import_batch (updated_at) WHERE raw_dropped_at IS NULL;

CREATE FUNCTION trading.check_import_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM trading.import_step WHERE from_state = OLD.state AND to_state = NEW.state) THEN
    RAISE EXCEPTION 'an import does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER import_batch_state BEFORE UPDATE ON trading.import_batch
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION trading.check_import_step();

-- What became of each row of a file. Stays when the import is undone.
CREATE TABLE trading.import_row (
  batch_id uuid NOT NULL REFERENCES trading.import_batch (id) ON DELETE CASCADE,
  number integer NOT NULL CHECK (number > 0),
  -- As it stands in the file; null when it was dropped after its time.
  raw text CHECK (length(raw) <= 20000),
  outcome text NOT NULL CHECK (outcome IN ('created', 'duplicate', 'skipped', 'error', 'needs_mapping')),
  reason text CHECK (length(reason) <= 100),
  -- The column of the file that an error is about.
  field text CHECK (length(field) <= 200),
  -- What it made, or what was there before it.
  execution_ids uuid[] NOT NULL,
  cash_movement_ids uuid[] NOT NULL,
  PRIMARY KEY (batch_id, number),
  CHECK (outcome NOT IN ('skipped', 'error') OR reason IS NOT NULL),
  CHECK ((outcome IN ('created', 'duplicate')) = (cardinality(execution_ids) + cardinality(cash_movement_ids) > 0))
);
CREATE INDEX import_row_by_outcome ON trading.import_row (batch_id, outcome, number);

-- Rows whose instrument nobody knows the multiplier of, as they were read: they are made once somebody says it.
CREATE TABLE trading.import_waiting (
  batch_id uuid NOT NULL,
  number integer NOT NULL,
  owner_id uuid NOT NULL,
  account_id uuid NOT NULL,
  symbol text NOT NULL CHECK (length(symbol) BETWEEN 1 AND 64),
  asset_class text NOT NULL,
  currency text NOT NULL,
  records jsonb NOT NULL CHECK (jsonb_typeof(records) = 'array'),
  PRIMARY KEY (batch_id, number),
  FOREIGN KEY (batch_id, number) REFERENCES trading.import_row (batch_id, number) ON DELETE CASCADE
);
CREATE INDEX import_waiting_by_symbol ON trading.import_waiting (owner_id, symbol, asset_class, currency);
CREATE INDEX import_waiting_by_account ON trading.import_waiting (account_id);
