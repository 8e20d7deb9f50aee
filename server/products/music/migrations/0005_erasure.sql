-- What somebody agreed to is kept when the person is erased; where it was agreed to from is not. That is the one change there is.
CREATE FUNCTION music.only_forget_origin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.ip IS NULL AND NEW.user_agent IS NULL
     AND to_jsonb(NEW) - '{ip,user_agent}'::text[] = to_jsonb(OLD) - '{ip,user_agent}'::text[] THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'rows of music.% are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

DROP TRIGGER agreement_acceptance_immutable ON music.agreement_acceptance;
CREATE TRIGGER agreement_acceptance_immutable BEFORE DELETE OR TRUNCATE ON music.agreement_acceptance
  EXECUTE FUNCTION music.refuse_change();
CREATE TRIGGER agreement_acceptance_forgets_origin BEFORE UPDATE ON music.agreement_acceptance
  FOR EACH ROW EXECUTE FUNCTION music.only_forget_origin();
