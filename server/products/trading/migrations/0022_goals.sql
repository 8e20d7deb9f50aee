CREATE TABLE trading.goal (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  -- Null: of all accounts.
  account_id uuid REFERENCES trading.account (id) ON DELETE CASCADE,
  metric text NOT NULL CHECK (metric IN ('net', 'win-rate', 'trades-per-day', 'loss-per-day', 'journal-days')),
  target numeric NOT NULL CHECK (target >= 0),
  period text NOT NULL CHECK (period IN ('week', 'month')),
  starts_on date NOT NULL,
  ends_on date CHECK (ends_on >= starts_on),
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  -- Sums of money are of one account, in its currency.
  CHECK (metric NOT IN ('net', 'loss-per-day') OR account_id IS NOT NULL)
);

CREATE INDEX goal_by_owner ON trading.goal (owner_id, id);
CREATE INDEX goal_by_account ON trading.goal (account_id) WHERE account_id IS NOT NULL;

CREATE TABLE trading.milestone (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  -- Names it among all of the person: reached once.
  key text NOT NULL CHECK (length(key) <= 120),
  kind text NOT NULL CHECK (kind IN ('goal', 'closed-trades', 'journal-days', 'reviews')),
  goal_id uuid REFERENCES trading.goal (id) ON DELETE SET NULL,
  title text NOT NULL CHECK (length(title) <= 200),
  reached_at timestamptz(3) NOT NULL,
  UNIQUE (owner_id, key)
);

-- Who wants a letter on Mondays, in whose zone.
CREATE TABLE trading.weekly_digest (
  owner_id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE,
  wanted_since timestamptz(3) NOT NULL
);

CREATE INDEX weekly_digest_by_account ON trading.weekly_digest (account_id);

-- One row for each week that was told of.
CREATE TABLE trading.digest_sent (
  owner_id uuid NOT NULL,
  week_start date NOT NULL,
  sent_at timestamptz(3) NOT NULL,
  PRIMARY KEY (owner_id, week_start)
);
