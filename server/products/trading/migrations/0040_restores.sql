-- Brings the file of an exported account into a new account.
CREATE TABLE trading.restore (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  file_id uuid,
  filename text NOT NULL CHECK (length(filename) BETWEEN 1 AND 200),
  -- What the account is to be called; null: as in the file.
  name text CHECK (length(name) BETWEEN 1 AND 80),
  state text NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
  -- The account that came of it, as long as it is there.
  account_id uuid REFERENCES trading.account (id) ON DELETE SET NULL,
  counts jsonb CHECK (jsonb_typeof(counts) = 'object'),
  failure text CHECK (length(failure) <= 60),
  -- The line of the file that it is about, and what of it.
  failed_line integer CHECK (failed_line > 0),
  failed_field text CHECK (length(failed_field) <= 200),
  created_at timestamptz(3) NOT NULL,
  finished_at timestamptz(3),
  CHECK ((state = 'waiting') = (finished_at IS NULL)),
  CHECK ((state = 'failed') = (failure IS NOT NULL))
);

CREATE INDEX restore_by_owner ON trading.restore (owner_id, id DESC);
CREATE INDEX restore_by_account ON trading.restore (account_id) WHERE account_id IS NOT NULL;
