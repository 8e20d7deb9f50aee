-- Ending all sessions of a person, those in another's name too, and all one-time secrets of a subject reads those alone.
CREATE INDEX session_by_impersonator ON identity.session (impersonator_id) WHERE impersonator_id IS NOT NULL;
CREATE INDEX one_time_by_subject ON identity.one_time (subject);
