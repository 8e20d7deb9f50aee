-- Which pepper a hash was made with: null for one made elsewhere without any. Those from before peppers had names have the master secret's.
ALTER TABLE identity.password ADD COLUMN pepper text DEFAULT 'session';
ALTER TABLE identity.password ALTER COLUMN pepper DROP DEFAULT;

-- Slots taken and failures are counted apart: what is still being compared has not failed.
ALTER TABLE identity.attempt
  ADD COLUMN failures integer NOT NULL DEFAULT 0,
  ADD COLUMN taken_at timestamptz NOT NULL DEFAULT now();
UPDATE identity.attempt SET failures = count;

-- Browsers a person has signed in with. The cookie holds what `browser` is the SHA-256 of, under an HMAC.
CREATE TABLE identity.device (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES identity."user" (id) ON DELETE CASCADE,
  browser bytea NOT NULL CHECK (length(browser) = 32),
  -- The person's epoch at the last sign-in: whatever ends all sessions ends this too.
  epoch integer NOT NULL,
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  ip text,
  user_agent text,
  UNIQUE (user_id, browser)
);
CREATE INDEX device_by_age ON identity.device (last_seen_at);

-- An address that its former owner may take back: nobody else gets an account with it meanwhile.
CREATE TABLE identity.email_hold (
  email_canonical text PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES identity."user" (id) ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);
CREATE INDEX email_hold_by_user ON identity.email_hold (user_id);
