-- Until when support may look at what a trader keeps.
CREATE TABLE trading.support_consent (
  owner_id uuid PRIMARY KEY,
  until timestamptz(3) NOT NULL,
  given_at timestamptz(3) NOT NULL
);
