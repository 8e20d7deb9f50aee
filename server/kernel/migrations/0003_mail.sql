-- Outgoing mail: written in the transaction that causes it, sent by the job mail.send.
-- sealed_message is the rendered mail under AES-256-GCM: it may hold links that open an account. It is gone once the mail is sent.
CREATE TABLE kernel.mail (
  id uuid PRIMARY KEY,
  to_address text NOT NULL,
  to_name text,
  template text NOT NULL,
  subject text,
  sealed_message bytea,
  message_id text NOT NULL UNIQUE,
  state text NOT NULL DEFAULT 'queued',
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  created_at timestamptz NOT NULL,
  sent_at timestamptz,
  CONSTRAINT mail_state CHECK (state IN ('queued', 'sending', 'sent', 'failed')),
  CONSTRAINT mail_sent_is_blank CHECK ((state = 'sent') = (sealed_message IS NULL)),
  CONSTRAINT mail_sent_is_known CHECK ((state = 'sent') = (sent_at IS NOT NULL AND subject IS NOT NULL))
);

CREATE INDEX mail_unsent ON kernel.mail (created_at) WHERE state <> 'sent';
