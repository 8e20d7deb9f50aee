import { readdir } from 'node:fs/promises'
import type pg from 'pg'
import { createHttpClient } from './http-client.ts'
import { type HttpStandIn, startHttpStandIn } from './http-stand-in.ts'
import { signInAdministrator } from './server-process.ts'

const EVENT = 'music.application.submitted'
/** The mailbox keeps the newest 500 letters. */
const LETTERS_LOOKED_AT = 300

/** Another program, which is told of each application. */
export async function startListener(url: string): Promise<HttpStandIn> {
  const listener = await startHttpStandIn(() => ({ status: 200, body: {} }))
  const http = createHttpClient(url, { authorization: `Bearer ${await signInAdministrator(url)}` })
  const { status, body } = await http.post('/api/webhooks/endpoints', { url: listener.url, events: [EVENT] })
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`)
  return listener
}

/** What a lost worker held is brought to another at once, and what waits for its turn has it, as after half a minute. */
export const LET_TIME_PASS = `
  UPDATE pgboss.job SET heartbeat_on = CASE WHEN state = 'active' THEN now() - interval '23 seconds' END,
      start_after = LEAST(start_after, now())
   WHERE state = 'retry' OR (state = 'active' AND heartbeat_on < now() - interval '6 seconds')`

/** What happened before somebody wanted to be told is told to nobody. */
const TO_BE_TOLD = `name = '${EVENT}' AND occurred_at > (SELECT min(created_at) FROM webhooks.endpoint)`

const UNDONE = `
  SELECT (SELECT count(*)::int FROM kernel.mail WHERE state <> 'sent') AS "letters are not sent",
    (SELECT count(*)::int FROM webhooks.delivery WHERE state <> 'delivered') AS "words are not delivered",
    (SELECT count(*)::int FROM audit.unsealed) AS "records have no place in the chain",
    (SELECT count(*)::int FROM kernel.event WHERE ${TO_BE_TOLD} AND NOT EXISTS (
      SELECT FROM webhooks.message WHERE event = '${EVENT}' AND body::jsonb->'data'->>'applicationId' = kernel.event.data->>'applicationId'
    )) AS "applications nobody is to be told of",
    (SELECT (count(*) - count(DISTINCT body::jsonb->'data'->>'applicationId'))::int FROM webhooks.message WHERE event = '${EVENT}'
    ) AS "applications are told of under two numbers",
    (SELECT (count(*) - count(DISTINCT record_id))::int FROM audit.seal) AS "records have two places in the chain"`

/** What has not followed from what was written, a sentence each. */
export async function undone(client: pg.ClientBase, mailbox: string, listener: HttpStandIn): Promise<string[]> {
  const { rows } = await client.query<Record<string, number>>(UNDONE)
  const letters = await client.query<{ id: string }>(
    `SELECT id FROM kernel.mail ORDER BY id DESC LIMIT ${LETTERS_LOOKED_AT}`,
  )
  const kept = new Set(await readdir(mailbox))
  const heard = new Set(
    listener.requests.map(({ body }) => (body as { data: { applicationId: string } }).data.applicationId),
  )
  const told = await client.query<{ id: string }>(
    `SELECT data->>'applicationId' AS id FROM kernel.event WHERE ${TO_BE_TOLD}`,
  )
  return [
    ...Object.entries(rows[0] ?? {}).flatMap(([what, count]) => (count === 0 ? [] : [`${count} ${what}`])),
    ...letters.rows.flatMap(({ id }) => (kept.has(`${id}.json`) ? [] : [`nobody has the letter ${id}`])),
    ...told.rows.flatMap(({ id }) => (heard.has(id) ? [] : [`the listener has not heard of ${id}`])),
  ]
}
