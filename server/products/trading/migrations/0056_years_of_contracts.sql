-- A contract is named with two digits of its year: with one, those of two decades had the same name. The year is the one within five years of the
-- first fill, as it was read.
CREATE FUNCTION trading.contract_name(symbol text, near integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT left(symbol, -1) || lpad((CASE WHEN guess - near > 5 THEN guess - 10 WHEN near - guess > 4 THEN guess + 10 ELSE guess END % 100)::text, 2, '0')
    FROM (SELECT near - near % 10 + right(symbol, 1)::integer AS guess) one
$$;

-- What it was called stays another name of it, by which it is searched for.
UPDATE trading.instrument instrument
   SET symbol = trading.contract_name(instrument.symbol, extract(year FROM coalesce(
         (SELECT min(executed_at) FROM trading.execution WHERE instrument_id = instrument.id), instrument.created_at) AT TIME ZONE 'UTC')::integer),
       aliases = CASE WHEN cardinality(aliases) < 20 THEN aliases || symbol ELSE aliases END, version = version + 1
 WHERE asset_class = 'future' AND symbol ~ '^[A-Z0-9]{1,6}[FGHJKMNQUVXZ][0-9]$';

UPDATE trading.import_waiting waiting
   SET symbol = trading.contract_name(waiting.symbol, extract(year FROM
         coalesce((records->0->'executedAt'->>'instant')::timestamptz, now()) AT TIME ZONE 'UTC')::integer)
 WHERE asset_class = 'future' AND symbol ~ '^[A-Z0-9]{1,6}[FGHJKMNQUVXZ][0-9]$';

DROP FUNCTION trading.contract_name(text, integer);
