import { setTimeout as sleep } from 'node:timers/promises'
import { valueAt } from './client.ts'
import { readToken } from './jwt.ts'
import { bearerHeader, type Stage } from './stage.ts'

const TRIES_MAX = 250

/**
 * Makes a session older than any change of factors allows, in the database, and waits until every process says so: the server keeps a
 * session's state in memory until it is told of a change.
 */
export async function ageSession(stage: Stage, accessToken: string): Promise<void> {
  const id = String(readToken(accessToken).payload.sid)
  const [row] = await stage.query(
    `UPDATE identity.session SET authenticated_at = authenticated_at - interval '11 minutes',
                                 created_at = created_at - interval '11 minutes'
      WHERE id = $1 RETURNING created_at`,
    [id],
  )
  const aged = row?.created_at instanceof Date ? row.created_at.toISOString() : ''
  await stage.query("SELECT pg_notify('plinth', $1)", [`identity.session\nsession:${id}`])
  // Requests go to the processes in turn.
  const inARow = 2 * stage.nodes.urls.length
  for (let tries = 0, noticed = 0; noticed < inARow; tries += 1) {
    if (tries === TRIES_MAX) throw new Error('the server did not notice that the session had aged')
    const me = await stage.visitor().get('/api/auth/me', bearerHeader(accessToken))
    noticed = valueAt(me.json, 'session.createdAt') === aged ? noticed + 1 : 0
    await sleep(10)
  }
}
