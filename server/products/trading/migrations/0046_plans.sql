-- Held while something that the plan limits is made, so that one at a time is counted.
CREATE TABLE trading.plan_lock (
  owner_id uuid PRIMARY KEY
);

-- How many trades of the import were beyond the plan's limit of their month when it was done.
ALTER TABLE trading.import_batch ADD COLUMN trades_beyond integer CHECK (trades_beyond >= 0);
