-- What a package of a service cost, and on which terms, from one publication to the next: what was booked keeps its price.
CREATE TABLE agency.price_version (
  id uuid PRIMARY KEY,
  service_id uuid NOT NULL,
  -- The version of the service that said so.
  version integer NOT NULL CHECK (version > 0),
  package_key text NOT NULL,
  service_title text NOT NULL,
  package_title text NOT NULL,
  price_minor bigint NOT NULL CHECK (price_minor >= 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- In basis points of the price: 10000 is all of it.
  deposit_bp integer NOT NULL CHECK (deposit_bp BETWEEN 0 AND 10000),
  duration_min integer CHECK (duration_min > 0),
  booking_kind text NOT NULL CHECK (booking_kind IN ('appointment', 'request')),
  policy_id uuid,
  created_at timestamptz(3) NOT NULL,
  UNIQUE (service_id, version, package_key),
  CHECK (booking_kind <> 'appointment' OR duration_min IS NOT NULL)
);

CREATE FUNCTION agency.refuse_price_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are immutable', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER price_version_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON agency.price_version
  EXECUTE FUNCTION agency.refuse_price_change();
