-- A mail whose taking nobody confirmed may have been delivered: one that may not be sent twice stays so until an operator decides.
ALTER TABLE kernel.mail
  -- Whether it is sent again after that. What an older program adds is not.
  ADD COLUMN repeatable boolean NOT NULL DEFAULT false,
  -- A try of it ended in doubt.
  ADD COLUMN in_doubt boolean NOT NULL DEFAULT false,
  DROP CONSTRAINT mail_state,
  ADD CONSTRAINT mail_state CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'suppressed', 'uncertain'));
