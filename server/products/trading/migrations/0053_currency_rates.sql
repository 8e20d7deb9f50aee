-- What one of a currency was worth in another on a day: of the source that the installation asks, which holds for everybody, and what
-- traders say for themselves.
CREATE TABLE trading.currency_rate (
  -- Null: of everybody.
  owner_id uuid,
  base text NOT NULL CHECK (base ~ '^[A-Z0-9]{2,10}$'),
  quote text NOT NULL CHECK (quote ~ '^[A-Z0-9]{2,10}$'),
  day date NOT NULL,
  -- One of the base in the quote.
  rate numeric NOT NULL CHECK (rate > 0),
  source text NOT NULL CHECK (source IN ('ecb', 'file', 'entered')),
  fetched_at timestamptz(3) NOT NULL,
  UNIQUE NULLS NOT DISTINCT (base, quote, day, owner_id),
  CHECK (base <> quote),
  CHECK ((source = 'ecb') = (owner_id IS NULL))
);
CREATE INDEX currency_rate_by_owner ON trading.currency_rate (owner_id, day DESC, base, quote);

-- How the last look at a source of rates ended.
CREATE TABLE trading.rate_source (
  name text PRIMARY KEY,
  tried_at timestamptz(3) NOT NULL,
  fetched_at timestamptz(3),
  -- Why the last look failed; what was known before it stays.
  error text CHECK (length(error) <= 300)
);
