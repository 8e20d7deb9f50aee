-- Counts changes of what is said about a secret, so that two who change it at once do not undo each other.
ALTER TABLE secrets.secret ADD COLUMN revision integer NOT NULL DEFAULT 1;
