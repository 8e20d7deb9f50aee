-- Tries at a secret that is only half of what is asked: the challenge of a second factor dies after a few.
ALTER TABLE identity.one_time ADD COLUMN attempts integer NOT NULL DEFAULT 0;
