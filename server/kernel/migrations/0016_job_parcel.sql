-- Several jobs of one queue that have been handed to Redis and not been claimed yet, instead of a row for each (kernel.job_carried, which
-- processes from before this go on reading). Losing it means handing them over again, so it need not survive a crash.
CREATE UNLOGGED TABLE kernel.job_parcel (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  queue text NOT NULL,
  ids uuid[] NOT NULL,
  -- Of each job the retry_count that the claim will set: it is carried anew for every try.
  tries integer[] NOT NULL,
  -- Names the contents of one Redis between two losses.
  epoch text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  CHECK (cardinality(ids) = cardinality(tries))
);
