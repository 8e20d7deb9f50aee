-- Whom a trader lets read trades and entries, and comment on them.
CREATE TABLE trading.mentor (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  -- As the trader wrote it, and in lower case.
  email text NOT NULL CHECK (length(email) BETWEEN 3 AND 320),
  email_key text NOT NULL,
  -- Null while nobody was found who has the address; the trader is never told which.
  mentor_id uuid CHECK (mentor_id <> owner_id),
  -- To the trader, one who declined is still invited.
  state text NOT NULL CHECK (state IN ('invited', 'declined', 'accepted', 'ended')),
  invited_at timestamptz(3) NOT NULL,
  accepted_at timestamptz(3),
  invitation_mailed_at timestamptz(3),
  comment_mailed_at timestamptz(3),
  -- The day, in UTC, of the last look that is on record.
  looked_on date,
  UNIQUE (owner_id, email_key),
  CHECK (state <> 'accepted' OR (mentor_id IS NOT NULL AND accepted_at IS NOT NULL))
);

CREATE INDEX mentor_by_mentor ON trading.mentor (mentor_id, id DESC) WHERE mentor_id IS NOT NULL;

CREATE TABLE trading.mentor_comment (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  mentor_id uuid NOT NULL,
  -- Of a trade: its account.
  account_id uuid REFERENCES trading.account (id) ON DELETE CASCADE,
  -- Stays when the trade is made anew: no foreign key.
  trade_id uuid,
  entry_id uuid REFERENCES trading.journal_entry (id) ON DELETE CASCADE,
  text text NOT NULL CHECK (length(text) BETWEEN 1 AND 5000),
  created_at timestamptz(3) NOT NULL,
  CHECK ((trade_id IS NULL) <> (entry_id IS NULL)),
  CHECK ((trade_id IS NULL) = (account_id IS NULL))
);

CREATE INDEX mentor_comment_by_trade ON trading.mentor_comment (trade_id, id DESC) WHERE trade_id IS NOT NULL;
CREATE INDEX mentor_comment_by_entry ON trading.mentor_comment (entry_id, id DESC) WHERE entry_id IS NOT NULL;
CREATE INDEX mentor_comment_by_account ON trading.mentor_comment (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX mentor_comment_by_owner ON trading.mentor_comment (owner_id);
CREATE INDEX mentor_comment_by_mentor ON trading.mentor_comment (mentor_id);
