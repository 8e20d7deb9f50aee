-- How many bytes of the password the hash is of: 72 for one taken over from bcrypt, which looks at no more; null: all.
ALTER TABLE identity.password ADD COLUMN span smallint CHECK (span > 0);
