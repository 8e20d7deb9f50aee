-- Stretches at the screen; what is opened meanwhile belongs to them.
CREATE TABLE trading.session (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  -- Null: of all accounts.
  account_id uuid REFERENCES trading.account (id) ON DELETE CASCADE,
  started_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3) CHECK (ended_at > started_at),
  plan text NOT NULL CHECK (length(plan) <= 5000),
  summary text NOT NULL CHECK (length(summary) <= 5000),
  mood_before smallint CHECK (mood_before BETWEEN 1 AND 5),
  mood_after smallint CHECK (mood_after BETWEEN 1 AND 5),
  -- What was to be looked at before the first trade: text and whether it was.
  checklist jsonb NOT NULL CHECK (jsonb_typeof(checklist) = 'array'),
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);

CREATE UNIQUE INDEX session_running ON trading.session (owner_id) WHERE ended_at IS NULL;
CREATE INDEX session_by_owner ON trading.session (owner_id, started_at, id);
CREATE INDEX session_by_account ON trading.session (account_id) WHERE account_id IS NOT NULL;

CREATE TABLE trading.journal_entry (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  scope text NOT NULL CHECK (scope IN ('day', 'trade', 'session')),
  -- Of a day, null: about all accounts.
  account_id uuid REFERENCES trading.account (id) ON DELETE CASCADE,
  -- The day it is about, in the zone of the account.
  day date NOT NULL,
  -- Stays when the trade is made anew: no foreign key.
  trade_id uuid,
  session_id uuid REFERENCES trading.session (id) ON DELETE CASCADE,
  title text NOT NULL CHECK (length(title) <= 200),
  body jsonb NOT NULL CHECK (jsonb_typeof(body) = 'object'),
  -- The words of the body.
  plain text NOT NULL CHECK (length(plain) <= 50000),
  mood smallint CHECK (mood BETWEEN 1 AND 5),
  mood_words text[] NOT NULL,
  search tsvector NOT NULL
    GENERATED ALWAYS AS (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', plain), 'C')) STORED,
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CHECK ((scope = 'trade') = (trade_id IS NOT NULL)),
  CHECK ((scope = 'session') = (session_id IS NOT NULL))
);

CREATE INDEX journal_entry_by_day ON trading.journal_entry (owner_id, day, id);
CREATE INDEX journal_entry_by_trade ON trading.journal_entry (trade_id) WHERE trade_id IS NOT NULL;
CREATE INDEX journal_entry_by_session ON trading.journal_entry (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX journal_entry_by_account ON trading.journal_entry (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX journal_entry_search ON trading.journal_entry USING gin (search);
CREATE INDEX trade_note_search ON trading.trade_note USING gin (to_tsvector('english', text));

CREATE TABLE trading.journal_tag (
  entry_id uuid NOT NULL REFERENCES trading.journal_entry (id) ON DELETE CASCADE,
  tag_id uuid NOT NULL REFERENCES trading.tag (id) ON DELETE CASCADE,
  PRIMARY KEY (entry_id, tag_id)
);

CREATE INDEX journal_tag_by_tag ON trading.journal_tag (tag_id);

-- A picture belongs to one entry and goes with it.
CREATE TABLE trading.journal_file (
  file_id uuid PRIMARY KEY,
  -- Null once the entry went with its account: the picture is to be removed.
  entry_id uuid REFERENCES trading.journal_entry (id) ON DELETE SET NULL,
  place smallint NOT NULL CHECK (place >= 0)
);

CREATE INDEX journal_file_by_entry ON trading.journal_file (entry_id, place);

-- What a trader thinks of a trade afterwards; its mistakes are tags of the trade.
CREATE TABLE trading.trade_review (
  trade_id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE,
  quality smallint NOT NULL CHECK (quality BETWEEN 1 AND 5),
  mood smallint CHECK (mood BETWEEN 1 AND 5),
  mood_words text[] NOT NULL,
  lesson text NOT NULL CHECK (length(lesson) <= 5000),
  execution_vs_plan text NOT NULL CHECK (length(execution_vs_plan) <= 5000),
  version integer NOT NULL CHECK (version > 0),
  reviewed_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);

CREATE INDEX trade_review_by_account ON trading.trade_review (account_id, reviewed_at);

CREATE TABLE trading.daily_reflection (
  owner_id uuid NOT NULL,
  day date NOT NULL,
  mood smallint CHECK (mood BETWEEN 1 AND 5),
  mood_words text[] NOT NULL,
  -- How far the day went by the plan.
  discipline smallint CHECK (discipline BETWEEN 1 AND 5),
  went_well text NOT NULL CHECK (length(went_well) <= 5000),
  went_badly text NOT NULL CHECK (length(went_badly) <= 5000),
  lesson text NOT NULL CHECK (length(lesson) <= 5000),
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  PRIMARY KEY (owner_id, day)
);
