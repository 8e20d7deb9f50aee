-- What an import of a hundred thousand fills pays for each of them: indexes that others stand for, and a look at the account row by row.
-- Few executions are corrections; all others are their own lineage.
DROP INDEX trading.execution_by_lineage;
CREATE INDEX execution_by_lineage ON trading.execution (lineage_id) WHERE lineage_id <> id;

-- Whoever asks by instrument knows the accounts: execution_in_order.
DROP INDEX trading.execution_by_instrument;

-- The rows of an import lie together, in the order of its time.
DROP INDEX trading.execution_by_batch;
CREATE INDEX execution_by_batch ON trading.execution USING brin (batch_id) WITH (pages_per_range = 16, autosummarize = on);

-- The reference of executions to their account, a statement at a time: it is kept from going as the row's own check would keep it.
ALTER TABLE trading.execution DROP CONSTRAINT execution_account_id_fkey;

CREATE OR REPLACE FUNCTION trading.own_instruments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM trading.account WHERE id IN (SELECT account_id FROM written) FOR KEY SHARE;
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT account_id, instrument_id FROM written) AS w
      LEFT JOIN trading.account a ON a.id = w.account_id
      LEFT JOIN trading.instrument i ON i.id = w.instrument_id AND i.owner_id = a.owner_id
     WHERE i.id IS NULL) THEN
    RAISE EXCEPTION 'an execution is of an account that is there, and of an instrument of its owner'
      USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION trading.drop_executions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM trading.execution WHERE account_id IN (SELECT id FROM gone);
  RETURN NULL;
END $$;

CREATE TRIGGER drop_executions AFTER DELETE ON trading.account
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION trading.drop_executions();
