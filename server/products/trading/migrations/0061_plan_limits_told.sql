-- Which limits of a plan a trader was written of, and in which month: once each.
CREATE TABLE trading.plan_limit_told (
  owner_id uuid NOT NULL,
  counter text NOT NULL,
  month date NOT NULL,
  PRIMARY KEY (owner_id, counter, month)
);
