import type pg from 'pg'

const lastOf = new WeakMap<pg.Client, Promise<pg.QueryResult>>()

/**
 * One statement after the other on a connection that several send on, which `pg` does not queue itself from its version 9 on. After
 * one that failed all fail: whoever opened the connection opens another.
 */
export function queryInTurn<Row extends pg.QueryResultRow>(
  client: pg.Client,
  text: string,
  values: readonly unknown[] = [],
): Promise<pg.QueryResult<Row>> {
  const send = () => client.query<Row>(text, [...values])
  const last = lastOf.get(client)
  const result = last === undefined ? send() : last.then(send)
  lastOf.set(client, result)
  return result
}
