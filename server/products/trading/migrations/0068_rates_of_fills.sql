-- Where the rate of a fill or of cash is from, and of which day; null where it was said with it, or none was needed.
ALTER TABLE trading.execution ADD COLUMN rate_day date, ADD COLUMN rate_source text;
ALTER TABLE trading.execution ADD CONSTRAINT execution_rate_source
  CHECK (rate_source IN ('ecb', 'file', 'entered') AND rate_day IS NOT NULL OR rate_source IS NULL AND rate_day IS NULL) NOT VALID;
ALTER TABLE trading.execution VALIDATE CONSTRAINT execution_rate_source;

ALTER TABLE trading.cash_movement ADD COLUMN rate_day date, ADD COLUMN rate_source text;
ALTER TABLE trading.cash_movement ADD CONSTRAINT cash_movement_rate_source
  CHECK (rate_source IN ('ecb', 'file', 'entered') AND rate_day IS NOT NULL OR rate_source IS NULL AND rate_day IS NULL) NOT VALID;
ALTER TABLE trading.cash_movement VALIDATE CONSTRAINT cash_movement_rate_source;
