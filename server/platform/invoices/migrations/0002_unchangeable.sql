CREATE FUNCTION invoices.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'invoices.% does not allow %', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation';
END $$;

CREATE FUNCTION invoices.step_series() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.last_number = 1 THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' AND (NEW.kind, NEW.year, NEW.last_number) = (OLD.kind, OLD.year, OLD.last_number + 1) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a series goes up one by one' USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER series_steps BEFORE INSERT OR UPDATE ON invoices.series
  FOR EACH ROW EXECUTE FUNCTION invoices.step_series();
CREATE TRIGGER series_stays BEFORE DELETE OR TRUNCATE ON invoices.series
  FOR EACH STATEMENT EXECUTE FUNCTION invoices.refuse();

-- What was issued stays as it is, but for what becomes of it. Sums of money follow the entries and are set by their triggers alone.
CREATE FUNCTION invoices.keep_document() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changing constant text[] := ARRAY['status', 'balance_minor', 'paid_minor', 'credited_minor', 'written_off_minor',
    'voided_at', 'closing_reason', 'pdf_file_id', 'pdf_sha256', 'recipient_email', 'sent_at', 'overdue_at', 'disputed',
    'dunning_paused', 'version', 'updated_at',
    -- Sealed anew when keys change.
    'recipient_tax_number', 'seller_tax_number'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.issued_at IS NULL THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'a document begins as a draft' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.issued_at IS NULL THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF NEW.issued_at IS NOT NULL THEN PERFORM invoices.check_sums(NEW); END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE'
     OR (to_jsonb(NEW) - changing) <> (to_jsonb(OLD) - changing) OR NEW.snapshot::text <> OLD.snapshot::text
     OR (NEW.recipient_tax_number IS NULL) <> (OLD.recipient_tax_number IS NULL)
     OR (NEW.seller_tax_number IS NULL) <> (OLD.seller_tax_number IS NULL)
     OR (OLD.pdf_sha256 IS NOT NULL AND (NEW.pdf_sha256, NEW.pdf_file_id) IS DISTINCT FROM (OLD.pdf_sha256, OLD.pdf_file_id))
     OR (OLD.voided_at IS NOT NULL AND NEW.voided_at IS DISTINCT FROM OLD.voided_at)
     OR (OLD.written_off_minor > 0 AND NEW.written_off_minor <> OLD.written_off_minor)
     OR (OLD.closing_reason IS NOT NULL AND NEW.closing_reason IS DISTINCT FROM OLD.closing_reason) THEN
    RAISE EXCEPTION 'document % was issued and stays as it is', OLD.number USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.paid_minor, NEW.credited_minor) <> (OLD.paid_minor, OLD.credited_minor) AND pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'what was paid and credited follows from the entries' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION invoices.check_sums(document invoices.document) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  lines record;
BEGIN
  SELECT count(*) AS count, sum(amount_minor) AS amount, sum(discount_minor) AS discount, sum(tax_minor) AS tax
    INTO lines FROM invoices.line WHERE document_id = document.id;
  IF lines.count = 0 OR lines.amount <> document.subtotal_minor OR lines.discount <> document.discount_minor
     OR (document.tax_rounding = 'line' AND lines.tax IS DISTINCT FROM document.tax_minor) THEN
    RAISE EXCEPTION 'the lines do not come to the sums of the document' USING ERRCODE = 'check_violation';
  END IF;
END $$;

CREATE TRIGGER document_stays BEFORE INSERT OR UPDATE OR DELETE ON invoices.document
  FOR EACH ROW EXECUTE FUNCTION invoices.keep_document();

-- A credit note counts against its invoice with its issue.
CREATE FUNCTION invoices.credit_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE invoices.document SET credited_minor = credited_minor + NEW.total_minor
   WHERE id = NEW.invoice_id AND kind = 'invoice' AND issued_at IS NOT NULL AND voided_at IS NULL
     AND (currency, customer_id, tax_rounding) = (NEW.currency, NEW.customer_id, NEW.tax_rounding);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a credit note corrects an issued invoice of its currency and customer' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER document_credits AFTER UPDATE ON invoices.document FOR EACH ROW
  WHEN (OLD.issued_at IS NULL AND NEW.issued_at IS NOT NULL AND NEW.kind = 'credit_note')
  EXECUTE FUNCTION invoices.credit_invoice();

CREATE FUNCTION invoices.keep_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM invoices.document
              WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.document_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.document_id END)
                AND issued_at IS NOT NULL) THEN
    RAISE EXCEPTION 'the lines of an issued document stay as they are' USING ERRCODE = 'check_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER line_stays BEFORE INSERT OR UPDATE OR DELETE ON invoices.line
  FOR EACH ROW EXECUTE FUNCTION invoices.keep_line();

CREATE FUNCTION invoices.keep_payment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  following constant text[] := ARRAY['returned_minor', 'allocated_minor', 'credit_minor'];
BEGIN
  IF (to_jsonb(NEW) - following) <> (to_jsonb(OLD) - following) OR pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'a payment stays as it came; returns and allocations are entries' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER payment_stays BEFORE UPDATE ON invoices.payment FOR EACH ROW EXECUTE FUNCTION invoices.keep_payment();
CREATE TRIGGER payment_remains BEFORE DELETE OR TRUNCATE ON invoices.payment
  FOR EACH STATEMENT EXECUTE FUNCTION invoices.refuse();

-- Documents are locked before payments, here and in the program, so that two who want both do not wait for each other.
CREATE FUNCTION invoices.allocate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE invoices.document SET paid_minor = paid_minor + NEW.amount_minor
   WHERE id = NEW.invoice_id AND kind = 'invoice' AND issued_at IS NOT NULL AND voided_at IS NULL
     AND currency = (SELECT currency FROM invoices.payment WHERE id = NEW.payment_id);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only an issued invoice of the same currency can be paid' USING ERRCODE = 'check_violation';
  END IF;
  UPDATE invoices.payment SET allocated_minor = allocated_minor + NEW.amount_minor WHERE id = NEW.payment_id;
  IF (SELECT sum(amount_minor) FROM invoices.allocation
       WHERE payment_id = NEW.payment_id AND invoice_id = NEW.invoice_id) < 0 THEN
    RAISE EXCEPTION 'more is taken off the invoice than this payment paid of it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER allocation_counts AFTER INSERT ON invoices.allocation
  FOR EACH ROW EXECUTE FUNCTION invoices.allocate();
CREATE TRIGGER allocation_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON invoices.allocation
  FOR EACH STATEMENT EXECUTE FUNCTION invoices.refuse();

CREATE FUNCTION invoices.return_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE invoices.payment SET returned_minor = returned_minor + NEW.amount_minor WHERE id = NEW.payment_id;
  RETURN NULL;
END $$;

CREATE TRIGGER payment_return_counts AFTER INSERT ON invoices.payment_return
  FOR EACH ROW EXECUTE FUNCTION invoices.return_payment();
CREATE TRIGGER payment_return_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON invoices.payment_return
  FOR EACH STATEMENT EXECUTE FUNCTION invoices.refuse();
CREATE TRIGGER document_remains BEFORE TRUNCATE ON invoices.document
  FOR EACH STATEMENT EXECUTE FUNCTION invoices.refuse();
