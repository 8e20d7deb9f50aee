-- The reference of an import's rows to it, a statement at a time instead of a row.
ALTER TABLE trading.import_row DROP CONSTRAINT import_row_batch_id_fkey;

CREATE FUNCTION trading.rows_of_import() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM trading.import_batch WHERE id IN (SELECT batch_id FROM written) FOR KEY SHARE;
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT batch_id FROM written) AS w
      LEFT JOIN trading.import_batch b ON b.id = w.batch_id
     WHERE b.id IS NULL) THEN
    RAISE EXCEPTION 'a row is of an import that is there' USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER rows_of_import AFTER INSERT ON trading.import_row
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION trading.rows_of_import();

CREATE FUNCTION trading.drop_import_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM trading.import_row WHERE batch_id IN (SELECT id FROM gone);
  RETURN NULL;
END $$;

CREATE TRIGGER drop_import_rows AFTER DELETE ON trading.import_batch
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION trading.drop_import_rows();
