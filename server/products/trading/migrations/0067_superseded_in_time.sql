-- An import asks between which instants an account holds fills, those that were corrected or taken out among them: they are few.
CREATE INDEX execution_superseded ON trading.execution (account_id, executed_at) WHERE superseded_at IS NOT NULL;
