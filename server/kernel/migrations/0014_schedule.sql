-- How far each schedule has come: a tick is taken by moving its row past it, in the transaction that enqueues.
CREATE TABLE kernel.schedule (
  name text PRIMARY KEY,
  -- Cron and zone.
  times text NOT NULL,
  ticked_at timestamptz NOT NULL DEFAULT now()
);

-- The engine's own schedules, of which no program of this version makes jobs.
DO $$ BEGIN
  IF to_regclass('pgboss.schedule') IS NOT NULL THEN
    DELETE FROM pgboss.schedule;
  END IF;
END $$;
