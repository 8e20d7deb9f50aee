-- Who holds a slot: one is given back once, also by who never heard that it was taken.
ALTER TABLE identity.attempt ADD COLUMN takers uuid[] NOT NULL DEFAULT '{}';
