-- How far closed trades went against and in favour by price bars: made of trades and bars, and made anew when one of them changes.
CREATE TABLE trading.trade_excursion (
  trade_id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE,
  -- In the account's currency, gross. Null with the length of the bars: no bar says.
  mae numeric,
  mfe numeric,
  seconds integer,
  CHECK ((mae IS NULL) = (seconds IS NULL) AND (mfe IS NULL) = (seconds IS NULL))
);

CREATE INDEX trade_excursion_by_account ON trading.trade_excursion (account_id);
