-- Null: a guest added it, and it belongs to what it was added to.
ALTER TABLE agency.work_file ALTER COLUMN added_by DROP NOT NULL;
