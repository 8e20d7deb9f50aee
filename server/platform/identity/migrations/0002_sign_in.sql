-- How the session was proven: RFC 8176 names. Who acts in another's name, if so.
ALTER TABLE identity.session
  ADD COLUMN amr text[] NOT NULL DEFAULT '{pwd}',
  ADD COLUMN impersonator_id uuid,
  ADD COLUMN impersonation_reason text,
  ADD CHECK ((impersonator_id IS NULL) = (impersonation_reason IS NULL));

-- Accounts that came by an identity provider or an invitation may have no password.
ALTER TABLE identity."user" ADD COLUMN erased_at timestamptz;
