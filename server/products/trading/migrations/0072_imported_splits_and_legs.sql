-- Splits that files tell of: which import brought one, so that it goes when that is undone; null of what a person said.
ALTER TABLE trading.corporate_action ADD COLUMN batch_id uuid REFERENCES trading.import_batch (id) ON DELETE SET NULL;
CREATE INDEX corporate_action_by_batch ON trading.corporate_action (batch_id) WHERE batch_id IS NOT NULL;

-- What a row is about may be a split instead of fills and cash.
ALTER TABLE trading.import_row ADD COLUMN corporate_action_id uuid;
CREATE INDEX import_row_by_action ON trading.import_row (corporate_action_id) WHERE corporate_action_id IS NOT NULL;
ALTER TABLE trading.import_row DROP CONSTRAINT import_row_check1;
ALTER TABLE trading.import_row ADD CONSTRAINT import_row_tells_what_it_made CHECK ((outcome IN ('created', 'duplicate'))
  = (cardinality(execution_ids) + cardinality(cash_movement_ids) > 0 OR corporate_action_id IS NOT NULL)) NOT VALID;
ALTER TABLE trading.import_row VALIDATE CONSTRAINT import_row_tells_what_it_made;

-- The legs of an imported exercise or assignment are linked once both are written, and no longer when the other one is taken out.
CREATE INDEX execution_linked ON trading.execution (account_id) WHERE linked_id IS NOT NULL;
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
  IF NEW.sequence IS DISTINCT FROM OLD.sequence THEN
    OLD.sequence := NEW.sequence;
    IF NEW *<> OLD OR OLD.superseded_at IS NOT NULL THEN
      RAISE EXCEPTION 'an execution is put in its place as it is';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.linked_id IS DISTINCT FROM OLD.linked_id THEN
    OLD.linked_id := NEW.linked_id;
    IF NEW *<> OLD OR (OLD.superseded_at IS NOT NULL AND NEW.linked_id IS NOT NULL) THEN
      RAISE EXCEPTION 'an execution is linked as it is';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.superseded_at IS NOT NULL
    OR (to_jsonb(NEW) - 'superseded_at') IS DISTINCT FROM (to_jsonb(OLD) - 'superseded_at') THEN
    RAISE EXCEPTION 'an execution is never changed: it is superseded once';
  END IF;
  RETURN NEW;
END $$;
