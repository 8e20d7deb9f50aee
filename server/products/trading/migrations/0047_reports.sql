-- Who wants a report of each week or month of an account, by the clocks of its zone.
CREATE TABLE trading.report_schedule (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE,
  period text NOT NULL CHECK (period IN ('week', 'month')),
  wanted_since timestamptz(3) NOT NULL,
  UNIQUE (account_id, period)
);

CREATE INDEX report_schedule_by_owner ON trading.report_schedule (owner_id);

-- One row for each period that was told of.
CREATE TABLE trading.report_sent (
  schedule_id uuid NOT NULL REFERENCES trading.report_schedule (id) ON DELETE CASCADE,
  period_start date NOT NULL,
  sent_at timestamptz(3) NOT NULL,
  PRIMARY KEY (schedule_id, period_start)
);
