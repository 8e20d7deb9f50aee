import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Logger } from '../telemetry/log.ts'
import { LISTENER, NOTICES } from './listening.ts'

/** Lets a process wait until the others have heard what it has committed. */
export interface Hearing {
  /** Resolves when every other listener on the database has heard what was committed before, or after half a second. Never rejects. */
  everybody(client: pg.Client): Promise<void>
  /** True for a notice of its own, which is nobody else's to handle. */
  takes(client: pg.Client, channel: string, payload: string): boolean
}

const ASK = 'bus.ask'
const HEARD = 'bus.heard'
/** A process that stands still answers no request either; once it goes on it finds its connection silent, and trusts nothing. */
const HEARD_MS_MAX = 500

const OTHERS = `
  WITH others AS MATERIALIZED (
    SELECT pid FROM pg_stat_activity
     WHERE application_name = $1 AND datname = current_database() AND pid <> pg_backend_pid())
  SELECT pid, pg_notify($2, $3) FROM others`

interface Question {
  readonly heardBy: Set<number>
  answered: () => void
}

/** Notices arrive in the order of their commits, so who answers a question has heard all that came before it. */
export function createHearing(log: Logger): Hearing {
  const questions = new Map<string, Question>()

  async function ask(client: pg.Client, id: string, question: Question): Promise<void> {
    const { rows } = await client.query<{ pid: number }>(OTHERS, [LISTENER, NOTICES, `${ASK}\n${id}`])
    const silent = () => rows.filter(({ pid }) => !question.heardBy.has(pid))
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        log.warn({ processes: silent().length }, 'a notice was not confirmed by every process in time')
        resolve()
      }, HEARD_MS_MAX)
      question.answered = () => {
        if (silent().length > 0) return
        clearTimeout(timer)
        resolve()
      }
      question.answered()
    })
  }

  return {
    async everybody(client) {
      const id = randomUUID()
      const question: Question = { heardBy: new Set(), answered: () => undefined }
      questions.set(id, question)
      try {
        await ask(client, id, question)
      } catch (error) {
        log.warn({ err: error }, 'whether a notice was heard could not be asked')
      } finally {
        questions.delete(id)
      }
    },
    takes(client, channel, payload) {
      if (channel === ASK && !questions.has(payload)) {
        const { processID } = client as unknown as { processID: number }
        client.query('SELECT pg_notify($1, $2)', [NOTICES, `${HEARD}\n${payload} ${processID}`]).catch(() => {
          // The connection is lost: who asked waits in vain, and this process trusts its caches no more.
        })
      }
      if (channel === HEARD) {
        const [id = '', pid] = payload.split(' ')
        const question = questions.get(id)
        question?.heardBy.add(Number(pid))
        question?.answered()
      }
      return channel === ASK || channel === HEARD
    },
  }
}
