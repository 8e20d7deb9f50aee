-- An import that is undone hands over what other imports of its account hold as well: which import an execution is of may change, to one that is
-- done, and nothing else of it with that.
CREATE OR REPLACE FUNCTION trading.keep_execution() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.batch_id IS DISTINCT FROM OLD.batch_id THEN
    IF OLD.batch_id IS NULL OR NOT EXISTS (
      SELECT FROM trading.import_batch
       WHERE id = NEW.batch_id AND account_id = NEW.account_id AND state IN ('completed', 'completed_with_errors')) THEN
      RAISE EXCEPTION 'an execution is handed over to an import of its account that is done';
    END IF;
    -- Byte for byte, a tenth of the time of a comparison as JSON: thousands are handed over at once.
    OLD.batch_id := NEW.batch_id;
    IF NEW *<> OLD THEN
      RAISE EXCEPTION 'an execution is handed over as it is';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.superseded_at IS NOT NULL
    OR (to_jsonb(NEW) - 'superseded_at') IS DISTINCT FROM (to_jsonb(OLD) - 'superseded_at') THEN
    RAISE EXCEPTION 'an execution is never changed: it is superseded once';
  END IF;
  RETURN NEW;
END $$;

-- Of several that a row is about, it may have made some and found others: these few rows are asked when an import is undone.
CREATE INDEX import_row_of_several ON trading.import_row (batch_id)
  WHERE outcome = 'created' AND cardinality(execution_ids) + cardinality(cash_movement_ids) > 1;
