import { monotonicMs, now } from '../../kernel/clock.ts'
import type { Db } from '../../kernel/db/database.ts'
import { networkOf } from '../../kernel/http/client-ip.ts'
import type { Refusal } from '../../kernel/http/options.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'

const WRITE_EVERY_MS = 60_000
const HOUR_MS = 3_600_000
/** Sources of one kind of credential that get a record of their own: in a minute, and in an hour. All others share one. */
const SOURCES_PER_MINUTE = 10
const SOURCES_PER_HOUR = 100
const OPERATIONS_MAX = 5

interface Tally {
  /** The one that is named: the first from its source. */
  readonly first: Refusal
  readonly since: Date
  /** False for what many sources share. */
  readonly isOneSource: boolean
  until: Date
  count: number
  readonly operations: Set<string>
}

export interface Refusals {
  /** Counts one; waits for nothing. */
  note(refusal: Refusal): void
  /** Writes what was counted since the last time. Of what the database did not take, the counts are kept. */
  write(): Promise<void>
  /** Begins to write once a minute. */
  start(): void
  /** Ends that, and writes what is left. */
  stop(): Promise<void>
}

/**
 * Credentials that were refused, for the trail: one record for each source and minute with its count, so that whoever tries a
 * million of them gets as many records as somebody who tries one. A source is an IPv4 address or an IPv6 /64. Past 10 of them in a minute,
 * or 100 in an hour, of one kind of credential, the others of that minute share one record.
 */
export function createRefusals(db: Db, log: Logger): Refusals {
  let tallies = new Map<string, Tally>()
  const named = createNamed()
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<unknown> = Promise.resolve()

  const count = (tally: Omit<Tally, 'isOneSource'>): void => {
    const { first } = tally
    const own = `${first.credential} ${networkOf(first.ip)}`
    const isOneSource = tallies.has(own) || named.take(first.credential)
    const key = isOneSource ? own : first.credential
    const held = tallies.get(key)
    if (held === undefined) tallies.set(key, { ...tally, isOneSource, operations: new Set(tally.operations) })
    else {
      held.count += tally.count
      held.until = tally.until
      for (const operation of tally.operations)
        if (held.operations.size < OPERATIONS_MAX) held.operations.add(operation)
    }
  }
  const writeAll = async (): Promise<void> => {
    const due = [...tallies.values()]
    tallies = new Map()
    named.nextMinute()
    for (const [at, tally] of due.entries()) {
      try {
        await writeOne(db, tally)
      } catch (error) {
        for (const left of due.slice(at)) count(left)
        throw error
      }
    }
  }
  const write = (): Promise<void> => {
    const written = Promise.allSettled([writing]).then(writeAll)
    writing = written
    return written
  }
  const tick = async (): Promise<void> => {
    await write().catch((error: unknown) => log.warn({ error }, 'refused credentials could not be recorded'))
    if (timer !== null) timer = setTimeout(tick, WRITE_EVERY_MS)
  }

  return {
    note(refusal) {
      const at = now()
      const operations = new Set(refusal.operation === null ? [] : [refusal.operation])
      count({ first: refusal, since: at, until: at, count: 1, operations })
    },
    write,
    start() {
      timer = setTimeout(tick, WRITE_EVERY_MS)
    },
    async stop() {
      if (timer === null) return
      clearTimeout(timer)
      timer = null
      await write().catch((error: unknown) => log.warn({ error }, 'refused credentials could not be recorded'))
    },
  }
}

/** Which sources still get a record of their own. */
function createNamed() {
  let minute = new Map<string, number>()
  let hour = new Map<string, number>()
  let hourEndsMs = 0
  return {
    take(credential: string): boolean {
      if (monotonicMs() > hourEndsMs) {
        hour = new Map()
        hourEndsMs = monotonicMs() + HOUR_MS
      }
      const [inMinute, inHour] = [minute.get(credential) ?? 0, hour.get(credential) ?? 0]
      if (inMinute >= SOURCES_PER_MINUTE || inHour >= SOURCES_PER_HOUR) return false
      minute.set(credential, inMinute + 1)
      hour.set(credential, inHour + 1)
      return true
    },
    nextMinute() {
      minute = new Map()
    },
  }
}

/** Address and program are sealed into the record as those of any request; what many sources share names none of them. */
async function writeOne(db: Db, { first, since, until, count, isOneSource, operations }: Tally): Promise<void> {
  const { credential, requestId, ip, userAgent } = first
  const from = { ip, ...(userAgent === undefined ? {} : { userAgent: userAgent.slice(0, 400) }) }
  const origin = { actor: { kind: 'anonymous' }, requestId, ...(isOneSource ? from : {}) } as const
  await db.transaction(origin, (tx) =>
    tx.audit({
      action: 'security.credential.refused',
      subject: { kind: 'credential', id: credential },
      details: { count, since, until, operations: [...operations], sources: isOneSource ? 'one' : 'several' },
    }),
  )
}
