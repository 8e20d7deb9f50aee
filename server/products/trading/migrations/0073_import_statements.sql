-- What a broker's file says of cash and positions, each up to an instant, and of results between two: beside what was entered by hand, and
-- gone with its import. Without an import it came with the file of an account.
CREATE TABLE trading.import_statement (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE,
  batch_id uuid REFERENCES trading.import_batch (id) ON DELETE CASCADE,
  -- The row of the file.
  number integer CHECK (number > 0),
  kind text NOT NULL CHECK (kind IN ('cash', 'position', 'realised')),
  -- As the file has it.
  day date NOT NULL,
  currency text CHECK (currency ~ '^[A-Z0-9]{2,10}$'),
  instrument_id uuid REFERENCES trading.instrument (id) ON DELETE CASCADE,
  amount numeric NOT NULL,
  since_at timestamptz(3),
  until_at timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CHECK ((batch_id IS NULL) = (number IS NULL)),
  CHECK ((kind = 'position') = (currency IS NULL)),
  CHECK (kind <> 'position' OR instrument_id IS NOT NULL),
  CHECK (kind <> 'cash' OR instrument_id IS NULL),
  CHECK ((kind = 'realised') = (since_at IS NOT NULL)),
  CHECK (since_at <= until_at)
);

CREATE INDEX import_statement_by_account ON trading.import_statement (account_id, day, id);
CREATE INDEX import_statement_by_batch ON trading.import_statement (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX import_statement_by_instrument ON trading.import_statement (instrument_id) WHERE instrument_id IS NOT NULL;
