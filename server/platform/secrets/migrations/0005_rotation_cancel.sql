-- When somebody called a rotation off that was under way.
ALTER TABLE secrets.rotation ADD COLUMN cancelled_at timestamptz;
