-- When its author said a comment otherwise.
ALTER TABLE trading.mentor_comment ADD COLUMN changed_at timestamptz(3);

-- Notices are dropped by their age.
CREATE INDEX alert_event_by_age ON trading.alert_event (raised_at);
