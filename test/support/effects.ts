import type { TestServer } from './server.ts'

/** What a case wrote besides rows of its own: everything, in order. */
export interface Effects {
  readonly audit: string[]
  readonly events: string[]
  readonly mails: string[]
}

export const noEffects: Effects = { audit: [], events: [], mails: [] }

const tables = [
  ['audit.record', 'action'],
  ['kernel.event', 'name'],
  ['kernel.mail', 'template'],
] as const

/** Starts to watch; the returned function waits for the jobs and tells what was written since. */
export async function watchEffects({ app, jobsIdle }: TestServer): Promise<() => Promise<Effects>> {
  const names = async (table: string, column: string, after: Set<string>) => {
    const rows = await app.db.raw<{ id: string; name: string }>(
      `SELECT id, ${column} AS name FROM ${table} ORDER BY id`,
    )
    return rows.filter(({ id }) => !after.has(id))
  }
  const readAll = (known: readonly Set<string>[]) =>
    Promise.all(tables.map(([table, column], at) => names(table, column, known[at] ?? new Set())))
  await jobsIdle()
  const known = (await readAll([])).map((rows) => new Set(rows.map(({ id }) => id)))
  return async () => {
    await jobsIdle()
    const [audit = [], events = [], mails = []] = (await readAll(known)).map((rows) => rows.map(({ name }) => name))
    return { audit, events, mails }
  }
}
