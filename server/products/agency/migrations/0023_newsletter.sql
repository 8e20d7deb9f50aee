CREATE TABLE agency.subscriber (
  id uuid PRIMARY KEY,
  email text NOT NULL,
  email_canonical text NOT NULL UNIQUE,
  state text NOT NULL CHECK (state IN ('pending', 'confirmed', 'unsubscribed', 'bounced')),
  -- SHA-256 of what the mail that asks for confirmation carries.
  token_hash bytea UNIQUE CHECK (length(token_hash) = 32),
  token_expires_at timestamptz(3),
  asked_at timestamptz(3) NOT NULL,
  confirmed_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  CHECK ((token_hash IS NULL) = (token_expires_at IS NULL)),
  CHECK (state <> 'pending' OR confirmed_at IS NULL),
  CHECK (state <> 'confirmed' OR confirmed_at IS NOT NULL)
);
CREATE INDEX subscriber_confirmed ON agency.subscriber (id) WHERE state = 'confirmed';

CREATE TABLE agency.campaign (
  id uuid PRIMARY KEY,
  subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 160),
  paragraphs text[] NOT NULL CHECK (cardinality(paragraphs) BETWEEN 1 AND 40),
  button_label text CHECK (length(button_label) BETWEEN 1 AND 60),
  button_url text CHECK (button_url ~ '^https://'),
  state text NOT NULL CHECK (state IN ('draft', 'scheduled', 'sending', 'sent', 'cancelled')),
  scheduled_at timestamptz(3),
  started_at timestamptz(3),
  finished_at timestamptz(3),
  -- The last subscriber that was come to, in the order of their ids.
  reached_id uuid,
  version integer NOT NULL CHECK (version > 0),
  created_by uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CHECK ((button_label IS NULL) = (button_url IS NULL)),
  CHECK (state <> 'scheduled' OR scheduled_at IS NOT NULL),
  CHECK (state NOT IN ('sending', 'sent') OR started_at IS NOT NULL),
  CHECK ((state = 'sent') = (finished_at IS NOT NULL))
);
CREATE INDEX campaign_due ON agency.campaign (scheduled_at) WHERE state = 'scheduled';

-- One for each recipient, however many workers send. The outcome is what the outbox and the receiving side told, never what was wished.
CREATE TABLE agency.campaign_delivery (
  campaign_id uuid NOT NULL REFERENCES agency.campaign (id),
  subscriber_id uuid NOT NULL REFERENCES agency.subscriber (id) ON DELETE CASCADE,
  mail_id uuid NOT NULL UNIQUE,
  outcome text NOT NULL CHECK (outcome IN ('queued', 'sent', 'failed', 'suppressed', 'uncertain', 'bounced', 'complained')),
  queued_at timestamptz(3) NOT NULL,
  PRIMARY KEY (campaign_id, subscriber_id)
);
CREATE INDEX campaign_delivery_by_subscriber ON agency.campaign_delivery (subscriber_id);
CREATE INDEX campaign_delivery_open ON agency.campaign_delivery (mail_id) WHERE outcome IN ('queued', 'sent');
