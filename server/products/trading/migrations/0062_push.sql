-- Where alerts are pushed to: an address of a push service that takes a POST, as UnifiedPush and ntfy give out. It is a secret of its owner.
CREATE TABLE trading.push_address (
  owner_id uuid PRIMARY KEY,
  url text NOT NULL CHECK (length(url) BETWEEN 1 AND 2000),
  -- What the last push met, if it did not arrive.
  failure text,
  failed_at timestamptz(3),
  created_at timestamptz(3) NOT NULL
);

ALTER TABLE trading.alert_rule DROP CONSTRAINT alert_rule_channels_check;
ALTER TABLE trading.alert_rule ADD CONSTRAINT alert_rule_channels_check
  CHECK (cardinality(channels) > 0 AND channels <@ ARRAY['email', 'in-app', 'webhook', 'push']) NOT VALID;
ALTER TABLE trading.alert_rule VALIDATE CONSTRAINT alert_rule_channels_check;
