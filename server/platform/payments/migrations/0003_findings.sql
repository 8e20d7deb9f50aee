-- What a dry run would have opened; of any other run the items tell. At most 100.
ALTER TABLE payments.recon_run ADD COLUMN findings jsonb NOT NULL DEFAULT '[]';
