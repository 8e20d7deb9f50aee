-- Trades that a plan does not show: beyond the first so many that were opened in their month, in order of opening. Null: there are none, and
-- no trade is looked at.
CREATE FUNCTION trading.trades_beyond(owner uuid, shown_a_month integer) RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT placed.id
    FROM (SELECT trade.id, row_number() OVER (PARTITION BY date_trunc('month', trade.opened_at, 'UTC') ORDER BY trade.opened_at, trade.id) AS place
            FROM trading.trade
           WHERE shown_a_month IS NOT NULL
             AND trade.account_id IN (SELECT account.id FROM trading.account WHERE account.owner_id = owner)) placed
   WHERE placed.place > shown_a_month
$$;
