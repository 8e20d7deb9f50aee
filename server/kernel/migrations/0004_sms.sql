-- Outgoing SMS: written in the transaction that causes it, sent by the job sms.send.
-- sealed_message is number and text under AES-256-GCM. It is gone once the message is sent.
CREATE TABLE kernel.sms (
  id uuid PRIMARY KEY,
  purpose text NOT NULL,
  country text NOT NULL,
  sealed_message bytea,
  state text NOT NULL DEFAULT 'queued',
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  created_at timestamptz NOT NULL,
  -- Not worth sending any more: what it says has expired by then.
  expires_at timestamptz NOT NULL,
  sent_at timestamptz,
  CONSTRAINT sms_state CHECK (state IN ('queued', 'sending', 'sent', 'failed')),
  CONSTRAINT sms_sent_is_blank CHECK ((state = 'sent') = (sealed_message IS NULL)),
  CONSTRAINT sms_sent_is_known CHECK ((state = 'sent') = (sent_at IS NOT NULL))
);

CREATE INDEX sms_unsent ON kernel.sms (created_at) WHERE state <> 'sent';

-- Keys are HMACs of what is counted: neither numbers nor networks can be read here.
CREATE TABLE kernel.sms_count (
  key bytea PRIMARY KEY CHECK (length(key) = 32),
  count integer NOT NULL,
  ends_at timestamptz NOT NULL
);
CREATE INDEX sms_count_by_end ON kernel.sms_count (ends_at);
