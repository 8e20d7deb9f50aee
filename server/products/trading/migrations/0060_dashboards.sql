-- Dashboards that a trader named: what is on each, in which order, and of which trades it is.
CREATE TABLE trading.dashboard (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  -- A filter of trades as it stands behind the question mark of their list, and in what results are told.
  filter text NOT NULL CHECK (length(filter) <= 4000),
  basis text NOT NULL CHECK (basis IN ('net', 'gross')),
  mode text NOT NULL CHECK (mode IN ('cash', 'percent', 'r')),
  widgets text[] NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  UNIQUE (owner_id, name)
);
