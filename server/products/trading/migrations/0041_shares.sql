-- Something of a journal, shown to whoever has the link, which is known here by the SHA-256 of its secret alone.
CREATE TABLE trading.share (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('trade', 'trades', 'report', 'entry')),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  -- Of a trade and an entry: which; it may be there no more. Of the others: the filter as it was asked for.
  subject_id uuid,
  filter jsonb CHECK (jsonb_typeof(filter) = 'object'),
  -- Only relative figures are shown.
  redacted boolean NOT NULL,
  token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  expires_at timestamptz(3) NOT NULL,
  views bigint NOT NULL CHECK (views >= 0),
  last_viewed_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  CHECK ((kind IN ('trade', 'entry')) = (subject_id IS NOT NULL)),
  CHECK ((kind IN ('trades', 'report')) = (filter IS NOT NULL))
);

CREATE INDEX share_by_owner ON trading.share (owner_id, id DESC);
