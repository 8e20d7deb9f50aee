-- Who wants a letter in the morning about the day before, in whose zone.
CREATE TABLE trading.daily_digest (
  owner_id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE,
  wanted_since timestamptz(3) NOT NULL
);

CREATE INDEX daily_digest_by_account ON trading.daily_digest (account_id);

-- One row for each day that was told of.
CREATE TABLE trading.daily_digest_sent (
  owner_id uuid NOT NULL,
  day date NOT NULL,
  sent_at timestamptz(3) NOT NULL,
  PRIMARY KEY (owner_id, day)
);
