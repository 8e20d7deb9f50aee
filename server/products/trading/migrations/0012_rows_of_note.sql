-- Nearly all rows of a file are created, and found by the file's order: the others have an index.
DROP INDEX trading.import_row_by_outcome;
CREATE INDEX import_row_by_outcome ON trading.import_row (batch_id, outcome, number) WHERE outcome <> 'created';
