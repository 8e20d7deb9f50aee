CREATE TABLE payments.ledger_account (
  -- `psp/stripe/acct_1/live`, `liability`, `revenue` ...
  code text PRIMARY KEY CHECK (code ~ '^[a-z_]+(/[A-Za-z0-9_.-]+)*$'),
  kind text NOT NULL CHECK (kind IN ('asset', 'liability', 'income', 'expense'))
);

CREATE TABLE payments.ledger_tx (
  id uuid PRIMARY KEY,
  rule text NOT NULL CHECK (rule IN ('capture', 'suspense', 'refund', 'dispute', 'revenue', 'fee', 'payout', 'fx', 'adjustment')),
  source_kind text NOT NULL CHECK (source_kind IN ('payment', 'attempt', 'refund', 'dispute', 'balance')),
  source_id text NOT NULL,
  -- A rule posts the difference each time its amount changes: 1, 2, 3 ...
  step integer NOT NULL CHECK (step > 0),
  payment_id uuid REFERENCES payments.payment,
  posted_at timestamptz NOT NULL,
  UNIQUE (rule, source_kind, source_id, step)
);
CREATE INDEX ledger_tx_by_payment ON payments.ledger_tx (payment_id) WHERE payment_id IS NOT NULL;

CREATE TABLE payments.ledger_entry (
  tx_id uuid NOT NULL REFERENCES payments.ledger_tx,
  n integer NOT NULL,
  account text NOT NULL REFERENCES payments.ledger_account,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- Debit above zero, credit below.
  amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
  PRIMARY KEY (tx_id, n)
);
CREATE INDEX ledger_entry_by_account ON payments.ledger_entry (account, currency);

-- A projection, kept by trigger; the nightly proof adds the entries up again.
CREATE TABLE payments.ledger_balance (
  account text NOT NULL REFERENCES payments.ledger_account,
  currency text NOT NULL,
  balance_minor bigint NOT NULL,
  PRIMARY KEY (account, currency)
);

-- Sum zero in each currency; one currency, or the two legs of an exchange.
CREATE FUNCTION payments.assert_balanced(checked uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  entries integer;
  currencies integer;
  unbalanced integer;
  tx_rule text;
BEGIN
  SELECT coalesce(sum(entered), 0), count(*), count(*) FILTER (WHERE total <> 0) INTO entries, currencies, unbalanced
    FROM (SELECT currency, sum(amount_minor) AS total, count(*) AS entered FROM payments.ledger_entry
          WHERE tx_id = checked GROUP BY currency) AS by_currency;
  SELECT rule INTO tx_rule FROM payments.ledger_tx WHERE id = checked;
  IF entries < 2 OR unbalanced > 0 OR currencies <> (CASE WHEN tx_rule = 'fx' THEN 2 ELSE 1 END) THEN
    RAISE EXCEPTION 'ledger transaction % (%) is not balanced: % entries, % currencies, % of them off zero',
      checked, tx_rule, entries, currencies, unbalanced
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_zero_sum';
  END IF;
END $$;

CREATE FUNCTION payments.check_ledger_tx() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM payments.assert_balanced(NEW.id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_tx_zero_sum AFTER INSERT ON payments.ledger_tx
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments.check_ledger_tx();

-- Entries belong to the database transaction that wrote their head: nothing is added to what was posted.
CREATE FUNCTION payments.check_ledger_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM payments.ledger_tx WHERE id = NEW.tx_id
                 AND xmin::text = (pg_current_xact_id()::text::numeric % 4294967296)::text) THEN
    RAISE EXCEPTION 'ledger transaction % was posted before: nothing is added to it', NEW.tx_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_closed';
  END IF;
  PERFORM payments.assert_balanced(NEW.tx_id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entry_zero_sum AFTER INSERT ON payments.ledger_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments.check_ledger_entry();

-- Rows are locked in one order, whatever the order of the entries.
CREATE FUNCTION payments.add_to_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO payments.ledger_balance AS held (account, currency, balance_minor)
    SELECT account, currency, sum(amount_minor) FROM entered GROUP BY account, currency ORDER BY account, currency
    ON CONFLICT (account, currency) DO UPDATE SET balance_minor = held.balance_minor + excluded.balance_minor;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_balances AFTER INSERT ON payments.ledger_entry
  REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION payments.add_to_balances();

CREATE TRIGGER ledger_account_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON payments.ledger_account
  EXECUTE FUNCTION payments.refuse_change();
CREATE TRIGGER ledger_tx_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON payments.ledger_tx
  EXECUTE FUNCTION payments.refuse_change();
CREATE TRIGGER ledger_entry_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON payments.ledger_entry
  EXECUTE FUNCTION payments.refuse_change();

CREATE TABLE payments.stream_cursor (
  provider text NOT NULL,
  account text NOT NULL,
  stream text NOT NULL,
  -- How far everything was read.
  read_to timestamptz NOT NULL,
  PRIMARY KEY (provider, account, stream)
);

-- The provider's own book, as it was listed.
CREATE TABLE payments.balance_entry (
  provider text NOT NULL,
  account text NOT NULL,
  ref text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('charge', 'refund', 'dispute', 'payout', 'other')),
  source_ref text,
  currency text NOT NULL,
  gross_minor bigint NOT NULL,
  fee_minor bigint NOT NULL,
  net_minor bigint NOT NULL,
  payout_ref text,
  at timestamptz NOT NULL,
  PRIMARY KEY (provider, account, ref)
);
CREATE INDEX balance_entry_by_payout ON payments.balance_entry (provider, account, payout_ref) WHERE payout_ref IS NOT NULL;

CREATE TABLE payments.recon_run (
  id uuid PRIMARY KEY,
  provider text NOT NULL,
  account text NOT NULL,
  loop text NOT NULL CHECK (loop IN ('events', 'objects', 'balance')),
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  dry_run boolean NOT NULL,
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done')),
  -- The page to go on with, after a crash too.
  cursor text,
  read integer NOT NULL DEFAULT 0,
  found jsonb NOT NULL DEFAULT '{}',
  -- SHA-256 over all that was read, each page upon the one before.
  evidence bytea,
  started_by text NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  CHECK ((state = 'done') = (ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX recon_run_open ON payments.recon_run (provider, account, loop, from_at, to_at, dry_run) WHERE state = 'running';

CREATE TABLE payments.recon_item (
  id uuid PRIMARY KEY,
  provider text NOT NULL,
  account text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('missing_local', 'missing_remote', 'mismatch', 'orphan', 'contradiction',
    'overpaid', 'underpaid', 'unresolved', 'payout_difference', 'ledger', 'gap')),
  -- What it is about, so that it is opened once.
  key text NOT NULL,
  payment_id uuid REFERENCES payments.payment,
  run_id uuid REFERENCES payments.recon_run,
  details jsonb NOT NULL,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  closed_how text CHECK (closed_how IN ('fact', 'human')),
  closed_by uuid,
  closed_reason text,
  CHECK ((closed_at IS NULL) = (closed_how IS NULL)),
  CHECK (closed_how IS DISTINCT FROM 'human' OR (closed_by IS NOT NULL AND length(closed_reason) >= 10))
);
CREATE UNIQUE INDEX recon_item_once ON payments.recon_item (provider, account, kind, key) WHERE closed_at IS NULL;
CREATE INDEX recon_item_by_payment ON payments.recon_item (payment_id) WHERE payment_id IS NOT NULL;
CREATE INDEX recon_item_by_key ON payments.recon_item (provider, account, kind, key);

-- What a run has met at the provider, until it ends: what we have and it has not is missing there.
CREATE TABLE payments.recon_seen (
  run_id uuid NOT NULL REFERENCES payments.recon_run,
  ref text NOT NULL,
  PRIMARY KEY (run_id, ref)
);
