-- What was handed in and is not to be shown stays readable for those who publish, with what they found.
ALTER TABLE content.entry
  DROP CONSTRAINT entry_state_check,
  ADD CONSTRAINT entry_state_check
    CHECK (state IN ('draft', 'in_review', 'scheduled', 'published', 'archived', 'rejected', 'spam'));
