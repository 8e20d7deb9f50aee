-- How many units were planned to be measured, all variants together: of an experiment that is read once, the end.
ALTER TABLE experiments.experiment ADD COLUMN planned_units integer CHECK (planned_units > 0);
