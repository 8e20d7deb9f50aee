-- The plan that a trader chose or paid for; without a row, or where it says nothing any more, the plan of the installation holds.
CREATE TABLE trading.subscription (
  owner_id uuid PRIMARY KEY,
  plan text NOT NULL CHECK (length(plan) BETWEEN 1 AND 31),
  -- As they were bought, until the paid time is over; null of a free plan, which is as the setting says.
  terms jsonb CHECK (jsonb_typeof(terms) = 'object'),
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3),
  -- Said by the trader: no reminder before the end, and no grace after it.
  ends_with_period boolean NOT NULL,
  -- A free plan for what comes after the paid time; null: the plan of the installation.
  next_plan text CHECK (length(next_plan) BETWEEN 1 AND 31),
  -- How far the letters about this end have gone: none, ending, grace, ended.
  told smallint NOT NULL CHECK (told BETWEEN 0 AND 3),
  CHECK ((terms IS NULL) = (ends_at IS NULL)),
  CHECK (ends_at >= starts_at)
);

CREATE INDEX subscription_to_tell ON trading.subscription (ends_at) WHERE ends_at IS NOT NULL AND told < 3;

-- A period of a plan that somebody wants to pay or paid.
CREATE TABLE trading.plan_order (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  plan text NOT NULL CHECK (length(plan) BETWEEN 1 AND 31),
  terms jsonb NOT NULL CHECK (jsonb_typeof(terms) = 'object'),
  -- called-off: another was chosen before it was paid. replaced: another plan took over what was left of it.
  state text NOT NULL CHECK (state IN ('open', 'called-off', 'paid', 'replaced', 'refunded')),
  -- What the period is worth: its price, and what was left of a former plan.
  worth_minor bigint CHECK (worth_minor > 0),
  period_from timestamptz(3),
  period_until timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  paid_at timestamptz(3),
  CHECK ((state IN ('paid', 'replaced', 'refunded')) = (paid_at IS NOT NULL)),
  CHECK ((paid_at IS NULL) = (period_from IS NULL) AND (paid_at IS NULL) = (period_until IS NULL)),
  CHECK ((paid_at IS NULL) = (worth_minor IS NULL)),
  CHECK (period_until >= period_from)
);

CREATE UNIQUE INDEX plan_order_open ON trading.plan_order (owner_id) WHERE state = 'open';
CREATE INDEX plan_order_by_owner ON trading.plan_order (owner_id, id DESC);

-- An export that is made behind the request, and kept for a while.
CREATE TABLE trading.prepared_export (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  -- As long as it is there; what was made of it stays until it expires.
  account_id uuid REFERENCES trading.account (id) ON DELETE SET NULL,
  kind text NOT NULL CHECK (kind IN ('account', 'trades', 'executions')),
  filename text NOT NULL CHECK (length(filename) BETWEEN 1 AND 200),
  state text NOT NULL CHECK (state IN ('waiting', 'ready', 'failed', 'expired')),
  file_id uuid,
  bytes bigint CHECK (bytes >= 0),
  -- Trades that are not in it, as the plan was when it was made.
  hidden_by_plan integer CHECK (hidden_by_plan >= 0),
  created_at timestamptz(3) NOT NULL,
  finished_at timestamptz(3),
  expires_at timestamptz(3),
  CHECK ((state = 'waiting') = (finished_at IS NULL)),
  CHECK ((state = 'ready') = (file_id IS NOT NULL)),
  CHECK ((state IN ('ready', 'expired')) = (expires_at IS NOT NULL))
);

-- One at a time of a person.
CREATE UNIQUE INDEX prepared_export_waiting ON trading.prepared_export (owner_id) WHERE state = 'waiting';
CREATE INDEX prepared_export_by_owner ON trading.prepared_export (owner_id, id DESC);
CREATE INDEX prepared_export_by_account ON trading.prepared_export (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX prepared_export_by_age ON trading.prepared_export (created_at);
