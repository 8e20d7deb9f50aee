-- A person's flags, for their export and when they leave.
CREATE INDEX flag_by_owner ON flags.flag (owner_id) WHERE owner_id IS NOT NULL;
