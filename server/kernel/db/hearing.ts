import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Logger } from '../telemetry/log.ts'
import { queryInTurn } from './in-turn.ts'
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

const ANSWER = 'SELECT pg_notify($1, $2 || pg_backend_pid())'

interface Question {
  readonly heardBy: Set<number>
  answered: () => void
}

/** Notices arrive in the order of their commits, so who answers a question has heard all that came before it. */
export function createHearing(log: Logger): Hearing {
  const questions = new Map<string, Question>()

  /** Also bounds the question itself, which a database that stands still does not answer. */
  function answered(client: pg.Client, id: string, question: Question): Promise<void> {
    return new Promise((resolve) => {
      let asked: readonly number[] | null = null
      const timer = setTimeout(() => {
        const processes = asked?.filter((pid) => !question.heardBy.has(pid)).length
        log.warn({ processes }, 'a notice was not confirmed by every process in time')
        resolve()
      }, HEARD_MS_MAX)
      const done = (): void => {
        clearTimeout(timer)
        resolve()
      }
      question.answered = () => {
        if (asked?.every((pid) => question.heardBy.has(pid))) done()
      }
      queryInTurn<{ pid: number }>(client, OTHERS, [LISTENER, NOTICES, `${ASK}\n${id}`])
        .then(({ rows }) => {
          asked = rows.map(({ pid }) => pid)
          question.answered()
        })
        .catch((error: unknown) => {
          log.warn({ err: error }, 'whether a notice was heard could not be asked')
          done()
        })
    })
  }

  return {
    async everybody(client) {
      const id = randomUUID()
      const question: Question = { heardBy: new Set(), answered: () => undefined }
      questions.set(id, question)
      await answered(client, id, question)
      questions.delete(id)
    },
    takes(client, channel, payload) {
      if (channel === ASK && !questions.has(payload)) {
        queryInTurn(client, ANSWER, [NOTICES, `${HEARD}\n${payload} `]).catch(() => {
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
