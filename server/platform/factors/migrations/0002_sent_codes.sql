-- One confirmed number per person; the next one waits beside it until its code has come.
CREATE TABLE factors.phone (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  -- E.164, sealed for this id under a key of ENCRYPTION_KEYS.
  number bytea NOT NULL,
  created_at timestamptz NOT NULL,
  confirmed_at timestamptz,
  last_used_at timestamptz
);
CREATE UNIQUE INDEX phone_confirmed ON factors.phone (user_id) WHERE confirmed_at IS NOT NULL;
CREATE UNIQUE INDEX phone_waiting ON factors.phone (user_id) WHERE confirmed_at IS NULL;

-- Codes go to the address of the account, whichever it is then.
CREATE TABLE factors.email (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  confirmed_at timestamptz,
  last_used_at timestamptz
);

-- The newest code of a flow: a challenge or an enrolment. Its tries are those of the flow, however often a code is sent.
CREATE TABLE factors.sent_code (
  method text NOT NULL CHECK (method IN ('sms', 'email')),
  user_id uuid NOT NULL,
  flow text NOT NULL,
  -- HMAC of method, person, flow and code under a server key: a million codes cannot be tried on the table alone.
  hash bytea NOT NULL CHECK (length(hash) = 32),
  sends integer NOT NULL DEFAULT 1,
  tries integer NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (method, user_id, flow)
);
CREATE INDEX sent_code_by_expiry ON factors.sent_code (expires_at);

-- Codes sent to a person within the hour, in all flows together.
CREATE TABLE factors.send_count (
  method text NOT NULL CHECK (method IN ('sms', 'email')),
  user_id uuid NOT NULL,
  count integer NOT NULL,
  ends_at timestamptz NOT NULL,
  PRIMARY KEY (method, user_id)
);
