-- Rows in another currency that nobody tells the rate of are no errors: they wait for it.
ALTER TABLE trading.import_row DROP CONSTRAINT import_row_outcome_check;
ALTER TABLE trading.import_row ADD CONSTRAINT import_row_outcome_check
  CHECK (outcome IN ('created', 'duplicate', 'skipped', 'error', 'needs_mapping', 'needs_rate')) NOT VALID;
ALTER TABLE trading.import_row VALIDATE CONSTRAINT import_row_outcome_check;

-- Null of imports that were done when such rows were errors.
ALTER TABLE trading.import_batch ADD COLUMN rows_needs_rate integer CHECK (rows_needs_rate >= 0);
ALTER TABLE trading.import_batch DROP CONSTRAINT import_batch_check2;
ALTER TABLE trading.import_batch ADD CONSTRAINT import_batch_check2 CHECK (state NOT IN ('completed', 'completed_with_errors', 'undone') OR
  (finished_at IS NOT NULL AND rows_total IS NOT NULL AND
   rows_total = rows_created + rows_duplicate + rows_skipped + rows_error + rows_needs_mapping + coalesce(rows_needs_rate, 0)));

-- Such rows as they were read: they are made once a rate of the day is known.
CREATE TABLE trading.import_rate_waiting (
  batch_id uuid NOT NULL,
  number integer NOT NULL,
  owner_id uuid NOT NULL,
  account_id uuid NOT NULL,
  -- What is worth so much in the currency of the account on that day.
  currency text NOT NULL,
  day date NOT NULL,
  records jsonb NOT NULL CHECK (jsonb_typeof(records) = 'array'),
  PRIMARY KEY (batch_id, number),
  FOREIGN KEY (batch_id, number) REFERENCES trading.import_row (batch_id, number) ON DELETE CASCADE
);
CREATE INDEX import_rate_waiting_by_day ON trading.import_rate_waiting (owner_id, currency, day);
CREATE INDEX import_rate_waiting_by_account ON trading.import_rate_waiting (account_id, batch_id);
