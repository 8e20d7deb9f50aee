-- Export and erasure look for a person's acceptances.
CREATE INDEX agreement_acceptance_by_person ON music.agreement_acceptance (user_id);
