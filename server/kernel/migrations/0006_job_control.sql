-- How far a running job says it is. Kept apart from the job: it is written often and nobody waits for it.
CREATE TABLE kernel.job_progress (
  job_id uuid PRIMARY KEY,
  attempt integer NOT NULL,
  percent real NOT NULL CHECK (percent BETWEEN 0 AND 100),
  note text,
  at timestamptz NOT NULL DEFAULT now()
);

-- Queues that start no job until somebody lets them go on.
CREATE TABLE kernel.job_pause (
  queue text PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now()
);
