import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import type { Db } from '../../server/kernel/db/database.ts'
import { type Route, route } from '../../server/kernel/http/route.ts'
import { line, object } from '../../server/kernel/http/schema.ts'

const note = object({ id: Type.String(), title: Type.String() })
const noteBody = object({ title: line(100), pauseMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 5000 })) })

/** The table that the sample routes write to; of a row, no answer declares the column `inner_note`. */
export async function createNotes(db: Db): Promise<void> {
  await db.raw(
    "CREATE TABLE note (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text NOT NULL, inner_note text NOT NULL DEFAULT 'not told')",
  )
}

/** Routes that show what the kernel does for any route, until and beside those of the products. */
export function sampleRoutes(): Route[] {
  return [
    ...(['required', 'optional'] as const).map((idempotency) =>
      route(
        {
          id: `sample.create-${idempotency}`,
          method: 'POST',
          path: `/api/sample/notes/${idempotency}`,
          summary: 'Writes a note.',
          policy: { access: 'public', rate: 'write', idempotency },
          schema: { body: noteBody, response: { 201: note } },
        },
        async (call) => {
          const created = await call.transaction(async (tx) => {
            const rows = await tx.raw<{ id: string; title: string }>(
              'INSERT INTO note (title) VALUES ($1) RETURNING *',
              [call.body.title],
            )
            await sleep(call.body.pauseMs ?? 0)
            return rows[0]
          })
          if (created === undefined) throw new TypeError('a replay must not come back here')
          return created
        },
      ),
    ),
    route(
      {
        id: 'sample.slow',
        method: 'POST',
        path: '/api/sample/slow',
        summary: 'Waits until its deadline has passed.',
        policy: { access: 'public', rate: 'read' },
        schema: { body: object({}), response: { 200: object({ aborted: Type.Boolean() }) } },
        deadlineMs: 300,
      },
      async (call) => {
        const abortedEarly = call.signal.aborted
        await sleep(5000, undefined, { signal: call.signal }).catch(() => false)
        return { aborted: abortedEarly }
      },
    ),
    route(
      {
        id: 'sample.fault',
        method: 'GET',
        path: '/api/sample/fault',
        summary: 'Has a bug.',
        policy: { access: 'public', rate: 'read' },
        schema: { response: { 200: object({}) } },
      },
      async () => {
        throw new TypeError('postgres://somebody:secret-of-the-test@db/plinth')
      },
    ),
  ]
}
