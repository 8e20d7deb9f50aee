-- Published facts, in the transaction that made them true. Read by people and by replays; subscribers get theirs as jobs.
CREATE TABLE kernel.event (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  data jsonb NOT NULL,
  occurred_at timestamptz NOT NULL,
  request_id text NOT NULL,
  actor text NOT NULL
);

CREATE INDEX event_occurred_at ON kernel.event (occurred_at);

-- A row says that this step of this job has taken effect: written in the effect's own transaction.
CREATE TABLE kernel.job_effect (
  job_id uuid NOT NULL,
  step text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (job_id, step)
);

CREATE INDEX job_effect_at ON kernel.job_effect (at);
