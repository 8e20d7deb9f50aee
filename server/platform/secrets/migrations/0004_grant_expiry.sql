-- A grant that ends by itself. NULL: it lasts until it is taken back.
ALTER TABLE secrets.access_grant ADD COLUMN expires_at timestamptz;
