-- An SMS whose taking nobody confirmed may have been delivered: it is a code, so it is not sent again, and its text is of no more use.
ALTER TABLE kernel.sms
  DROP CONSTRAINT sms_state,
  ADD CONSTRAINT sms_state CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'uncertain')),
  DROP CONSTRAINT sms_sent_is_blank,
  ADD CONSTRAINT sms_ended_is_blank CHECK ((state IN ('sent', 'uncertain')) = (sealed_message IS NULL));
