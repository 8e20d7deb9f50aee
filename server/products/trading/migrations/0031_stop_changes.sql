-- What became of the stop of a trade while it was open; like its note, it stays when the trade is made anew.
CREATE TABLE trading.stop_change (
  id uuid PRIMARY KEY,
  trade_id uuid NOT NULL,
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE,
  from_price numeric NOT NULL,
  -- Null: the stop was taken away.
  to_price numeric,
  -- From the entry: below the former one of a long trade, above that of a short one, or none any more.
  is_away boolean NOT NULL,
  changed_at timestamptz(3) NOT NULL
);

CREATE INDEX stop_change_by_account ON trading.stop_change (account_id);
CREATE INDEX stop_change_by_trade ON trading.stop_change (trade_id);
