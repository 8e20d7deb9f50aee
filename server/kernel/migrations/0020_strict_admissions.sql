-- Requests that strict limits admitted while Redis was away, so that all processes together admit no more than the limit, whoever was
-- started when. Keys are hashes of whose window it is. It need not be on the disk: the windows are an hour at most.
CREATE TABLE kernel.strict_admission (
  key_hash bytea NOT NULL,
  at timestamptz NOT NULL,
  -- When it has left its window.
  ends_at timestamptz NOT NULL
);
CREATE INDEX strict_admission_by_key ON kernel.strict_admission (key_hash, at);
CREATE INDEX strict_admission_by_end ON kernel.strict_admission (ends_at);

-- Takes one in each of the windows, or in none when one is full: an exact log by the clock of the database. Those who ask for a key go one
-- after the other; what is counted is a statement of its own, whose snapshot is younger than the locks. Answers for each window, in order,
-- what is in it and the microseconds until there is room for one more than now. Each call takes a few away that are over.
CREATE FUNCTION kernel.take_strictly(keys bytea[], limits integer[], seconds integer[])
RETURNS TABLE (allowed boolean, used integer, wait_us bigint)
LANGUAGE plpgsql AS $$
DECLARE
  one bytea;
  moment timestamptz;
  has_room boolean;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  FOR one IN SELECT DISTINCT given.key FROM unnest(keys) AS given (key) ORDER BY given.key LOOP
    PERFORM pg_advisory_xact_lock(hashtextextended('kernel.take_strictly ' || encode(one, 'hex'), 0));
  END LOOP;
  moment := clock_timestamp();
  DELETE FROM kernel.strict_admission AS gone WHERE gone.ctid IN (
    SELECT over.ctid FROM kernel.strict_admission AS over WHERE over.ends_at < moment LIMIT 20 FOR UPDATE SKIP LOCKED
  );
  has_room := NOT EXISTS (
    SELECT FROM unnest(keys, limits) AS given (key, max)
    WHERE given.max <= (SELECT count(*) FROM kernel.strict_admission AS known WHERE known.key_hash = given.key AND known.ends_at > moment)
  );
  IF has_room THEN
    INSERT INTO kernel.strict_admission (key_hash, at, ends_at)
    SELECT given.key, moment, moment + given.length * interval '1 second' FROM unnest(keys, seconds) AS given (key, length);
  END IF;
  RETURN QUERY
    SELECT has_room, counted.used, COALESCE(ceil(extract(epoch FROM (
      SELECT known.ends_at FROM kernel.strict_admission AS known
      WHERE known.key_hash = given.key AND known.ends_at > moment ORDER BY known.ends_at OFFSET GREATEST(counted.used - given.max, 0) LIMIT 1
    ) - moment) * 1000000)::bigint, 0)
    FROM unnest(keys, limits) WITH ORDINALITY AS given (key, max, place)
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS used FROM kernel.strict_admission AS known WHERE known.key_hash = given.key AND known.ends_at > moment
    ) AS counted
    ORDER BY given.place;
END
$$;
