-- When tries of a tenant's jobs began in one queue, as far as its rate looks back, and from when on the next one may be put off to.
CREATE TABLE kernel.job_pace (
  queue text NOT NULL,
  tenant text NOT NULL,
  started timestamptz[] NOT NULL,
  next_at timestamptz NOT NULL,
  PRIMARY KEY (queue, tenant)
);
