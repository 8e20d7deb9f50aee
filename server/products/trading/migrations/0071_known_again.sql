-- What a movement is about, as the file names it that brought it, and what that file said of one that was changed since: by both the file
-- knows it when it comes again, to a copy of the account too.
ALTER TABLE trading.cash_movement
  ADD COLUMN symbol text CHECK (length(symbol) <= 64),
  ADD COLUMN as_imported jsonb CHECK (jsonb_typeof(as_imported) = 'object');

-- The name of a movement is made of its symbol, and its note holds it: the word of the note that makes the name is the symbol. Of what was
-- changed by hand, or has the broker's own name, nothing can be told.
CREATE FUNCTION trading.cash_name(movement trading.cash_movement, symbol text, ordinal bigint) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to(format('["%s","cash","said","%s","%s","%s",%s,%s%s]', movement.account_id, movement.kind, trim_scale(movement.amount),
    movement.currency, (extract(epoch FROM movement.happened_at) * 1000)::bigint, to_json(symbol), ',' || nullif(ordinal, 1)), 'UTF8'))
$$;
WITH unnamed AS (
  SELECT movement, count(*) OVER (PARTITION BY account_id, kind, amount, currency, happened_at) AS alike
    FROM trading.cash_movement movement WHERE fingerprint IS NOT NULL AND external_id IS NULL AND note <> ''),
told AS (
  SELECT (unnamed.movement).id, word FROM unnamed
   CROSS JOIN LATERAL (
     SELECT regexp_split_to_table((unnamed.movement).note, '\s+') AS word
      UNION SELECT regexp_split_to_table((unnamed.movement).note, '[^A-Za-z0-9.]+')
      UNION SELECT array_to_string((string_to_array((unnamed.movement).note, ' '))[1:words], ' ') FROM generate_series(2, 8) AS words) AS part
   CROSS JOIN generate_series(1, unnamed.alike) AS ordinal
   WHERE word <> '' AND length(word) <= 64
     AND trading.cash_name(unnamed.movement, word, ordinal) = (unnamed.movement).fingerprint)
UPDATE trading.cash_movement movement SET symbol = told.word FROM told WHERE movement.id = told.id;
DROP FUNCTION trading.cash_name(trading.cash_movement, text, bigint);

-- A fill of a netting account is named without the position that its file tells, since it is kept nowhere. Only files of profiles that read
-- one brought others; the names of such accounts are made anew, of those that are alike in the order they came.
CREATE TEMPORARY TABLE fill_name ON COMMIT DROP AS
  SELECT * FROM (
    SELECT fill.id, fill.fingerprint AS former, sha256(convert_to(format('["%s","fill","said","%s","","%s",%s,"%s","%s",%s%s]', fill.account_id,
        fill.instrument_id, fill.kind, fill.side, trim_scale(fill.quantity), trim_scale(fill.price),
        (extract(epoch FROM fill.executed_at) * 1000)::bigint, ',' || nullif(row_number() OVER (
          PARTITION BY fill.account_id, fill.instrument_id, fill.kind, fill.side, fill.quantity, fill.price, fill.executed_at ORDER BY fill.id), 1)),
        'UTF8')) AS name
      FROM trading.account JOIN trading.execution fill ON fill.account_id = account.id
     WHERE account.position_mode = 'netting' AND fill.fingerprint IS NOT NULL AND fill.external_id IS NULL
       AND EXISTS (SELECT FROM trading.import_batch batch WHERE batch.account_id = account.id AND batch.profile::text LIKE '%"positionRef"%')) AS named
   WHERE name <> former;
ALTER TABLE trading.execution DISABLE TRIGGER keep_execution;
-- First none, so that two may change names.
UPDATE trading.execution fill SET fingerprint = NULL FROM fill_name WHERE fill.id = fill_name.id;
UPDATE trading.execution fill SET fingerprint = fill_name.name FROM fill_name WHERE fill.id = fill_name.id;
ALTER TABLE trading.execution ENABLE TRIGGER keep_execution;
