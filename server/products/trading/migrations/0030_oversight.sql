-- Limits that an account is to stay within, from a day on. Amounts are of the account's currency.
CREATE TABLE trading.risk_profile (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  starts_on date NOT NULL,
  -- Null: what the ledger says of that day.
  start_balance numeric CHECK (start_balance > 0),
  daily_loss numeric CHECK (daily_loss > 0),
  drawdown_kind text CHECK (drawdown_kind IN ('static', 'trailing_end_of_day', 'trailing_intraday')),
  drawdown_amount numeric CHECK (drawdown_amount > 0),
  -- Above the start; a trailing floor rises no further.
  drawdown_lock_at numeric CHECK (drawdown_lock_at >= 0),
  best_day_percent numeric CHECK (best_day_percent > 0 AND best_day_percent <= 100),
  days_min integer CHECK (days_min > 0),
  profit_target numeric CHECK (profit_target > 0),
  warn_at_percent smallint NOT NULL CHECK (warn_at_percent BETWEEN 1 AND 99),
  -- Open positions count at the closes of bars.
  uses_marks boolean NOT NULL,
  -- As the last look found it.
  status text NOT NULL CHECK (status IN ('ok', 'warning', 'breached')),
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CHECK (num_nonnulls(daily_loss, drawdown_kind, best_day_percent, days_min, profit_target) > 0),
  CHECK ((drawdown_kind IS NULL) = (drawdown_amount IS NULL)),
  CHECK (drawdown_lock_at IS NULL OR drawdown_kind IN ('trailing_end_of_day', 'trailing_intraday'))
);

CREATE INDEX risk_profile_by_owner ON trading.risk_profile (owner_id, id);
CREATE INDEX risk_profile_by_account ON trading.risk_profile (account_id);

-- The first breach of each limit. What later changes of fills or limits make of it is written beside it, never over it.
CREATE TABLE trading.risk_breach (
  id uuid PRIMARY KEY,
  profile_id uuid NOT NULL REFERENCES trading.risk_profile (id) ON DELETE CASCADE,
  owner_id uuid NOT NULL,
  rule text NOT NULL CHECK (rule IN ('daily_loss', 'drawdown')),
  breached_at timestamptz(3) NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  -- Set while the fills, as they stand now, show none.
  withdrawn_at timestamptz(3),
  changes jsonb NOT NULL CHECK (jsonb_typeof(changes) = 'array'),
  UNIQUE (profile_id, rule)
);

CREATE INDEX risk_breach_by_owner ON trading.risk_breach (owner_id);

CREATE TABLE trading.alert_rule (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  kind text NOT NULL CHECK (kind IN ('daily-profit', 'daily-loss', 'weekly-profit', 'weekly-loss', 'win-streak', 'loss-streak',
    'win-rate-below', 'drawdown', 'trade-size', 'exposure', 'trades-per-day', 'price-above', 'price-below', 'risk-warning',
    'risk-breach', 'import-failed')),
  -- Money in the account's currency, a count, a percentage or a price.
  threshold numeric CHECK (threshold >= 0),
  -- Of a win rate: of how many trades.
  trades integer CHECK (trades BETWEEN 5 AND 1000),
  instrument_id uuid REFERENCES trading.instrument (id) ON DELETE CASCADE,
  profile_id uuid REFERENCES trading.risk_profile (id) ON DELETE CASCADE,
  channels text[] NOT NULL CHECK (cardinality(channels) > 0 AND channels <@ ARRAY['email', 'in-app', 'webhook']),
  state text NOT NULL CHECK (state IN ('active', 'triggered', 'snoozed', 'resolved', 'expired')),
  snoozed_until timestamptz(3),
  expires_at timestamptz(3),
  -- Names the condition that holds and was told, such as a day; null while none does.
  told_key text CHECK (length(told_key) <= 100),
  triggered_at timestamptz(3),
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CHECK ((state = 'snoozed') = (snoozed_until IS NOT NULL)),
  CHECK ((kind IN ('risk-warning', 'risk-breach')) = (profile_id IS NOT NULL)),
  CHECK ((kind IN ('price-above', 'price-below')) = (instrument_id IS NOT NULL)),
  CHECK ((kind IN ('risk-warning', 'risk-breach', 'import-failed')) = (threshold IS NULL)),
  CHECK ((kind = 'win-rate-below') = (trades IS NOT NULL))
);

CREATE INDEX alert_rule_by_owner ON trading.alert_rule (owner_id, id);
CREATE INDEX alert_rule_by_account ON trading.alert_rule (account_id);
CREATE INDEX alert_rule_by_profile ON trading.alert_rule (profile_id) WHERE profile_id IS NOT NULL;
CREATE INDEX alert_rule_by_instrument ON trading.alert_rule (instrument_id) WHERE instrument_id IS NOT NULL;

-- What alerts and breaches of risk profiles have told.
CREATE TABLE trading.alert_event (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE,
  -- Null: of a risk profile, or of an alert that was removed.
  rule_id uuid REFERENCES trading.alert_rule (id) ON DELETE SET NULL,
  profile_id uuid REFERENCES trading.risk_profile (id) ON DELETE SET NULL,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
  raised_at timestamptz(3) NOT NULL,
  -- Asked for in the application.
  in_app boolean NOT NULL,
  read_at timestamptz(3)
);

CREATE INDEX alert_event_by_owner ON trading.alert_event (owner_id, id);
CREATE INDEX alert_event_unread ON trading.alert_event (owner_id) WHERE in_app AND read_at IS NULL;
CREATE INDEX alert_event_by_account ON trading.alert_event (account_id);
CREATE INDEX alert_event_by_rule ON trading.alert_event (rule_id) WHERE rule_id IS NOT NULL;
CREATE INDEX alert_event_by_profile ON trading.alert_event (profile_id) WHERE profile_id IS NOT NULL;

-- Letters wait for the end of these hours, which may go past midnight.
CREATE TABLE trading.quiet_hours (
  owner_id uuid PRIMARY KEY,
  from_minute smallint NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
  to_minute smallint NOT NULL CHECK (to_minute BETWEEN 0 AND 1439 AND to_minute <> from_minute),
  time_zone text NOT NULL CHECK (length(time_zone) BETWEEN 1 AND 64)
);

-- What an account was last looked at as: figures and trading day.
CREATE TABLE trading.oversight_look (
  account_id uuid PRIMARY KEY REFERENCES trading.account (id) ON DELETE CASCADE,
  generation bigint NOT NULL,
  day date NOT NULL,
  looked_at timestamptz(3) NOT NULL
);
