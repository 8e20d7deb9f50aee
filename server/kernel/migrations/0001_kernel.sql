-- One row per idempotent request: written in the transaction of its effect, so that record and effect exist together or not at all.
CREATE TABLE kernel.idempotency (
  principal text NOT NULL,
  key text NOT NULL,
  route text NOT NULL,
  request_hash bytea NOT NULL,
  status smallint NOT NULL,
  body text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (principal, key)
);

CREATE INDEX idempotency_expires_at ON kernel.idempotency (expires_at);
