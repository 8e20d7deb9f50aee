-- Where a request came from tells who a person is. Records from now on (format 2) hold it sealed under a key per person: erasing the
-- person destroys that key, and neither a record nor the chain over the records changes.
ALTER TABLE audit.record
  ADD COLUMN format smallint NOT NULL DEFAULT 1 CHECK (format IN (1, 2)),
  ADD COLUMN impersonator_id text,
  ADD COLUMN api_key_id text,
  ADD COLUMN personal_of text,
  ADD COLUMN personal bytea,
  ADD CHECK ((personal_of IS NULL) = (personal IS NULL));

CREATE INDEX record_impersonator ON audit.record (impersonator_id, at DESC, id DESC) WHERE impersonator_id IS NOT NULL;

CREATE TABLE audit.personal_key (
  person text PRIMARY KEY,
  key bytea CHECK (length(key) = 32),
  -- HMAC under the server's key: shows that the program destroyed it, and nobody else.
  erased_mac bytea,
  CHECK ((key IS NULL) = (erased_mac IS NOT NULL))
);

-- Records of format 1 hold address and program in the clear. Emptying both is the one change a record may see; the MAC vouches for it.
CREATE TABLE audit.redaction (
  record_id uuid PRIMARY KEY REFERENCES audit.record (id),
  mac bytea NOT NULL
);

CREATE FUNCTION audit.only_redact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.format = 1 AND NEW.ip IS NULL AND NEW.user_agent IS NULL
     AND to_jsonb(NEW) - '{ip,user_agent}'::text[] = to_jsonb(OLD) - '{ip,user_agent}'::text[] THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit records are never changed or deleted' USING ERRCODE = 'insufficient_privilege';
END $$;

DROP TRIGGER record_immutable ON audit.record;
CREATE TRIGGER record_immutable BEFORE DELETE OR TRUNCATE ON audit.record EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER record_redacted_only BEFORE UPDATE ON audit.record FOR EACH ROW EXECUTE FUNCTION audit.only_redact();
