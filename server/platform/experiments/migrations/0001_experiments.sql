CREATE TABLE experiments.metric (
  id uuid PRIMARY KEY,
  key text NOT NULL UNIQUE CHECK (length(key) BETWEEN 1 AND 100),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  description text NOT NULL CHECK (length(description) <= 2000),
  kind text NOT NULL CHECK (kind IN ('conversion', 'mean', 'ratio')),
  -- Which event, where its unit and its value stand: never changed, so that all facts of a metric are of one making.
  numerator jsonb NOT NULL,
  denominator jsonb,
  desired text NOT NULL CHECK (desired IN ('increase', 'decrease')),
  -- {"kind": "percentile" | "absolute", "value": number}
  cap jsonb,
  -- From the exposure on; none: as long as the phase runs.
  window_hours integer CHECK (window_hours BETWEEN 1 AND 8760),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  archived_at timestamptz,
  CHECK ((kind = 'ratio') = (denominator IS NOT NULL))
);

CREATE TABLE experiments.experiment (
  id uuid PRIMARY KEY,
  key text NOT NULL UNIQUE CHECK (length(key) BETWEEN 1 AND 100),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  hypothesis text NOT NULL CHECK (length(hypothesis) <= 4000),
  flag text NOT NULL,
  environment text NOT NULL,
  rule_id text NOT NULL,
  control text NOT NULL,
  analysis jsonb NOT NULL,
  owner_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('draft', 'running', 'stopped', 'concluded')),
  winner text,
  conclusion text CHECK (length(conclusion) <= 4000),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  CHECK ((state = 'concluded') = (conclusion IS NOT NULL)),
  CHECK (winner IS NULL OR state = 'concluded')
);

CREATE INDEX experiment_by_owner ON experiments.experiment (owner_id);

CREATE TABLE experiments.experiment_metric (
  experiment_id uuid NOT NULL REFERENCES experiments.experiment ON DELETE CASCADE,
  metric_id uuid NOT NULL REFERENCES experiments.metric,
  role text NOT NULL CHECK (role IN ('primary', 'secondary', 'guardrail')),
  position integer NOT NULL,
  -- Of a guardrail: how much worse, relative to the control, is borne.
  margin double precision NOT NULL DEFAULT 0 CHECK (margin BETWEEN 0 AND 1),
  switch_off boolean NOT NULL DEFAULT false,
  PRIMARY KEY (experiment_id, metric_id)
);
CREATE INDEX experiment_metric_by_metric ON experiments.experiment_metric (metric_id);

CREATE TABLE experiments.phase (
  experiment_id uuid NOT NULL REFERENCES experiments.experiment ON DELETE CASCADE,
  number integer NOT NULL CHECK (number > 0),
  -- As the rule split at the start.
  variants text[] NOT NULL CHECK (cardinality(variants) >= 2),
  weights double precision[] NOT NULL CHECK (cardinality(weights) = cardinality(variants)),
  started_at timestamptz NOT NULL,
  ended_at timestamptz CHECK (ended_at >= started_at),
  reason text CHECK (length(reason) <= 1000),
  -- Exposures that found no room in memory.
  lost bigint NOT NULL DEFAULT 0,
  -- When the owner was told, once.
  mismatch_at timestamptz,
  PRIMARY KEY (experiment_id, number),
  CHECK (ended_at IS NOT NULL OR reason IS NULL)
);
CREATE UNIQUE INDEX phase_open_once ON experiments.phase (experiment_id) WHERE ended_at IS NULL;

CREATE TABLE experiments.exposure (
  experiment_id uuid NOT NULL,
  phase integer NOT NULL,
  -- HMAC of the targeting key: a dump names nobody.
  unit bytea NOT NULL CHECK (length(unit) = 16),
  variant text NOT NULL,
  -- The first.
  at timestamptz NOT NULL,
  -- Seen in two variants.
  mixed boolean NOT NULL,
  PRIMARY KEY (experiment_id, phase, unit),
  FOREIGN KEY (experiment_id, phase) REFERENCES experiments.phase ON DELETE CASCADE
);
CREATE INDEX exposure_by_unit ON experiments.exposure (unit);

CREATE TABLE experiments.fact (
  metric_id uuid NOT NULL REFERENCES experiments.metric ON DELETE CASCADE,
  part text NOT NULL CHECK (part IN ('numerator', 'denominator')),
  unit bytea NOT NULL CHECK (length(unit) = 16),
  at timestamptz NOT NULL,
  value double precision NOT NULL,
  -- HMAC of the id that a client gave its event.
  source bytea
);
CREATE INDEX fact_by_unit ON experiments.fact (unit, metric_id, at);
CREATE INDEX fact_by_age ON experiments.fact (at);
CREATE UNIQUE INDEX fact_once ON experiments.fact (metric_id, part, source) WHERE source IS NOT NULL;

-- The last of each day.
CREATE TABLE experiments.result (
  experiment_id uuid NOT NULL,
  phase integer NOT NULL,
  day date NOT NULL,
  computed_at timestamptz NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (experiment_id, phase, day),
  FOREIGN KEY (experiment_id, phase) REFERENCES experiments.phase ON DELETE CASCADE
);
