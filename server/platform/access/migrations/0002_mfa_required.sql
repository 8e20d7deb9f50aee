-- Whether holders must prove a second factor; null follows the server's default for that role.
ALTER TABLE access.role ADD COLUMN mfa_required boolean;
