-- What a broker's statement says at the end of a trading day: the cash of a currency, or how much of an instrument is held.
CREATE TABLE trading.statement (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE,
  day date NOT NULL,
  currency text CHECK (currency ~ '^[A-Z0-9]{2,10}$'),
  instrument_id uuid REFERENCES trading.instrument (id) ON DELETE CASCADE,
  amount numeric NOT NULL,
  created_at timestamptz(3) NOT NULL,
  UNIQUE NULLS NOT DISTINCT (account_id, day, currency, instrument_id),
  CHECK ((currency IS NULL) <> (instrument_id IS NULL))
);

CREATE INDEX statement_by_instrument ON trading.statement (instrument_id) WHERE instrument_id IS NOT NULL;

-- Why a difference is left as it is: of an execution whose reported result is another, or of a statement. It holds for that difference only.
CREATE TABLE trading.resolution (
  subject_id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE,
  difference numeric NOT NULL,
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  resolved_at timestamptz(3) NOT NULL
);

CREATE INDEX resolution_by_account ON trading.resolution (account_id);
CREATE INDEX execution_reported ON trading.execution (account_id, executed_at, id)
  WHERE reported_pnl IS NOT NULL AND superseded_at IS NULL;
