import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpAnswer } from './http-client.ts'
import type { TestServer } from './server.ts'

/** The code of a problem, the status of any other answer. */
export function codeOf({ status, body }: HttpAnswer): string | number {
  return status >= 400 ? body.code : status
}

/** Long enough for two instants to differ. */
export const pause = () => sleep(3)

/** Starts to watch; the returned function waits for the jobs and tells what was recorded, published and mailed since. */
export async function watchServer(server: TestServer) {
  const { db } = server.app
  const tables = [
    ['audit.record', 'action'],
    ['kernel.event', 'name'],
    ['kernel.mail', 'template'],
  ] as const
  const read = () =>
    Promise.all(
      tables.map(([table, column]) =>
        db.raw<{ id: string; name: string }>(`SELECT id, ${column} AS name FROM ${table} ORDER BY id`),
      ),
    )
  await server.jobsIdle()
  const known = new Set((await read()).flat().map(({ id }) => id))
  return async () => {
    await server.jobsIdle()
    const [audit = [], events = [], mails = []] = (await read()).map((rows) =>
      rows.filter(({ id }) => !known.has(id)).map(({ name }) => name),
    )
    return { audit, events, mails }
  }
}
