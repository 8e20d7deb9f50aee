-- Which jobs have been handed to Redis and not been claimed yet. Losing it means handing them over again, so it need not survive a crash.
CREATE UNLOGGED TABLE kernel.job_carried (
  job_id uuid PRIMARY KEY,
  queue text NOT NULL,
  tenant text,
  -- The retry_count that the claim will set: one job is carried anew for every try.
  try integer NOT NULL,
  -- Names the contents of one Redis between two losses.
  epoch text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);

-- Keeps the jobs of several installations on one Redis apart.
CREATE TABLE kernel.job_carrier (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  id uuid NOT NULL DEFAULT gen_random_uuid()
);

INSERT INTO kernel.job_carrier DEFAULT VALUES;
