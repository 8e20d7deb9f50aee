-- Keys that are in somebody else's hands, by the thumbprint of the public key (RFC 7638): no kid makes such a key good again.
CREATE TABLE identity.compromised_key (
  thumbprint text PRIMARY KEY,
  kid text NOT NULL,
  reason text NOT NULL,
  compromised_by uuid,
  compromised_at timestamptz NOT NULL
);
