import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createHttpClient, type HttpAnswer } from './http-client.ts'
import type { Ledger } from './ledger.ts'
import { signInAdministrator } from './server-process.ts'

/** Longer than a machine that does other things besides takes for all restarts of a test. */
const GIVE_UP_MS = 300_000
const ANSWER_MS_MAX = 15_000
const RETRY_MS = 100
/** Between two writes of one writer: load enough that a kill finds transactions open, with a backlog that a small machine works off. */
const PAUSE_MS = 10

export interface WriterCounts {
  acknowledged: number
  retried: number
  /** Retries that were answered from the record of the first run: it had taken effect, and its client had not been told. */
  replayed: number
  /** Writes without an answer to the end, and answers that no retry mends. */
  readonly failed: string[]
}

export interface Writers {
  readonly counts: WriterCounts
  /** Ends the load; every write under way is retried until it is answered. */
  stop(): Promise<void>
}

/** Starts `count` clients that write one after another, each with a key of its own, and retry under it what failed. */
export async function startWriters(url: string, ledger: Ledger, count: number): Promise<Writers> {
  const http = createHttpClient(url, { authorization: `Bearer ${await signInAdministrator(url)}` })
  const { body } = await http.get('/api/agreements/current')
  const agreementIds = (body as { items: { id: string }[] }).items.map(({ id }) => id)
  const send = (key: string): Promise<HttpAnswer> =>
    http.send('/api/artist/signup', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ ...wholeApplication, agreementIds, stageName: key }),
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    })
  const counts: WriterCounts = { acknowledged: 0, retried: 0, replayed: 0, failed: [] }
  const state = { stopping: false }
  const writers = Array.from({ length: count }, async () => {
    while (!state.stopping) {
      const key = randomUUID()
      await ledger.intend(key)
      const id = await writeUntilAnswered(() => send(key), counts)
      if (id !== null) await ledger.acknowledge(key, id)
      await sleep(PAUSE_MS)
    }
  })
  return {
    counts,
    async stop() {
      state.stopping = true
      await Promise.all(writers)
    },
  }
}

const wholeApplication = {
  submit: true,
  role: 'solo',
  legalName: 'Ada Example',
  email: 'ada@example.org',
  country: 'DE',
  genres: ['Rock'],
  ageVerified: true,
}

async function writeUntilAnswered(send: () => Promise<HttpAnswer>, counts: WriterCounts): Promise<string | null> {
  const startedMs = performance.now()
  for (;;) {
    const outcome = await attempt(send)
    if (outcome.kind === 'done') {
      counts.acknowledged += 1
      if (outcome.replayed) counts.replayed += 1
      return outcome.id
    }
    if (outcome.kind === 'refused' || performance.now() - startedMs > GIVE_UP_MS) {
      counts.failed.push(outcome.why)
      return null
    }
    counts.retried += 1
    await sleep(RETRY_MS)
  }
}

type Outcome =
  | { readonly kind: 'done'; readonly id: string; readonly replayed: boolean }
  | { readonly kind: 'again' | 'refused'; readonly why: string }

async function attempt(send: () => Promise<HttpAnswer>): Promise<Outcome> {
  try {
    const { status, headers, body } = await send()
    if (status === 201) return { kind: 'done', id: body.id, replayed: headers.get('idempotency-replayed') === 'true' }
    const isPassing = status >= 502 || body.code === 'http/idempotency-in-flight'
    return { kind: isPassing ? 'again' : 'refused', why: `${status} ${JSON.stringify(body)}` }
  } catch (error) {
    return { kind: 'again', why: String(error) }
  }
}
