-- Leases, each held by one process at a time. A row stays when its lease is given back, so that the fence only ever grows.
CREATE TABLE kernel.lease (
  name text PRIMARY KEY,
  fence bigint NOT NULL,
  held_until timestamptz NOT NULL,
  -- Makes the fence part of a key: taking a lease over waits for those who hold its row FOR KEY SHARE, extending it does not.
  CONSTRAINT lease_fence UNIQUE (name, fence)
);
