-- Whether a trader wrote a bar or the source that the installation asks: the source never writes over a trader's.
ALTER TABLE trading.price_bar ADD COLUMN source text NOT NULL DEFAULT 'owner' CHECK (source IN ('owner', 'source'));

-- How the last look for bars of an instrument ended, and when the next one is due.
CREATE TABLE trading.bar_look (
  instrument_id uuid PRIMARY KEY REFERENCES trading.instrument (id) ON DELETE CASCADE,
  next_at timestamptz(3) NOT NULL,
  tried_at timestamptz(3),
  fetched_at timestamptz(3),
  -- Why the last look failed; the bars that are there stay.
  error text CHECK (length(error) <= 300)
);
CREATE INDEX bar_look_by_turn ON trading.bar_look (next_at);
