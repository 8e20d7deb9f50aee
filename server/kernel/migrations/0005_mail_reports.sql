-- What became of mail after it was handed over, and whom mail is not sent to any more.
ALTER TABLE kernel.mail
  ADD COLUMN purpose text NOT NULL DEFAULT 'service',
  ADD COLUMN subscription text,
  -- The worst that was reported of it.
  ADD COLUMN reported text,
  -- The recipient was erased while it waited: with its end the address goes.
  ADD COLUMN forgets boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT mail_purpose CHECK (purpose IN ('essential', 'service', 'news')),
  ADD CONSTRAINT mail_subscription CHECK ((purpose = 'news') = (subscription IS NOT NULL)),
  ADD CONSTRAINT mail_reported CHECK (reported IN ('bounce', 'complaint')),
  DROP CONSTRAINT mail_state,
  ADD CONSTRAINT mail_state CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'suppressed')),
  DROP CONSTRAINT mail_sent_is_blank,
  ADD CONSTRAINT mail_ended_is_blank CHECK ((state IN ('sent', 'suppressed')) = (sealed_message IS NULL));

DROP INDEX kernel.mail_unsent;
CREATE INDEX mail_unsent ON kernel.mail (created_at) WHERE state NOT IN ('sent', 'suppressed');
CREATE INDEX mail_by_address ON kernel.mail (lower(to_address));
CREATE INDEX mail_by_age ON kernel.mail (created_at);

-- address_hash is SHA-256 of the address in lower case, without a key: a changed key must not bring mail back to somebody who
-- complained. The address itself is for operators to read; it goes when the person is erased.
CREATE TABLE kernel.mail_suppression (
  id uuid PRIMARY KEY,
  address_hash bytea NOT NULL CHECK (length(address_hash) = 32),
  address text,
  scope text NOT NULL CHECK (scope IN ('all', 'ordinary', 'subscription')),
  subscription text,
  reason text NOT NULL CHECK (reason IN ('bounce', 'complaint', 'unsubscribe')),
  detail text,
  mail_id uuid,
  created_at timestamptz NOT NULL,
  CONSTRAINT mail_suppression_once UNIQUE NULLS NOT DISTINCT (address_hash, subscription),
  CONSTRAINT mail_suppression_subscription CHECK ((scope = 'subscription') = (subscription IS NOT NULL)),
  CONSTRAINT mail_suppression_unsubscribed CHECK ((scope = 'subscription') = (reason = 'unsubscribe'))
);
CREATE INDEX mail_suppression_by_address ON kernel.mail_suppression (lower(address)) WHERE address IS NOT NULL;

-- A provider's request as it came and was verified, sealed; blank once it was read.
CREATE TABLE kernel.mail_webhook (
  id uuid PRIMARY KEY,
  provider text NOT NULL,
  body_hash bytea NOT NULL CHECK (length(body_hash) = 32),
  sealed_body bytea,
  received_at timestamptz NOT NULL,
  UNIQUE (provider, body_hash)
);

-- One fact of one mail, once, however often and in whatever request it was told.
CREATE TABLE kernel.mail_report (
  mail_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('bounce', 'soft-bounce', 'complaint')),
  occurred_at timestamptz NOT NULL,
  recipient_hash bytea NOT NULL CHECK (length(recipient_hash) = 32),
  detail text,
  reported_at timestamptz NOT NULL,
  PRIMARY KEY (mail_id, kind, occurred_at, recipient_hash)
);
CREATE INDEX mail_report_by_age ON kernel.mail_report (reported_at);
