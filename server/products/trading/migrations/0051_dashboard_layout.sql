-- In which order a trader wants the panels of the dashboard, and which not at all.
CREATE TABLE trading.dashboard_layout (
  owner_id uuid PRIMARY KEY,
  panels text[] NOT NULL,
  hidden text[] NOT NULL
);
