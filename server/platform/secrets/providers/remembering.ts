import { LRUCache } from 'lru-cache'
import { nowMs } from '../../../kernel/clock.ts'
import type { Secret } from '../../../kernel/config/secret.ts'
import type { HealthFinding } from '../../../kernel/telemetry/health.ts'
import type { ProvidedSecret, VersionWanted } from '../provider.ts'
import { SecretFault } from './fault.ts'
import type { GuardedSource } from './guarded.ts'

const FRESH_MS = 5 * 60_000
/** Added to or taken from the five minutes, so that the processes of an installation do not ask together. */
const JITTER = 0.1
/** The part of its time after which a value in use is read again while the old one is still given. */
const AHEAD = 0.8
const STALE_MS = 3600_000
const MISSING_MS = 5000
const KEPT_MAX = 1000

interface Kept {
  readonly answer: ProvidedSecret | SecretFault
  readonly readAtMs: number
  readonly freshMs: number
}

/**
 * Values in memory only: five minutes fresh and read ahead of their end, asked once however many wait; in an outage given for up to an
 * hour, which health tells. A refusal is never covered by an older value; an absent secret is asked for again after five seconds.
 */
export function remembering(source: GuardedSource): GuardedSource {
  const kept = new LRUCache<string, Kept>({ max: KEPT_MAX })
  const flights = new Map<string, Promise<ProvidedSecret>>()
  let staleSinceMs: number | null = null
  let writes = 0

  async function load(key: string, path: string, wanted: VersionWanted): Promise<ProvidedSecret> {
    const before = writes
    try {
      const answer = await source.get(path, wanted)
      const freshMs = FRESH_MS * (1 + JITTER * (2 * Math.random() - 1))
      // What was read while somebody wrote may be the older value: given, not kept.
      if (writes === before) kept.set(key, { answer, readAtMs: nowMs(), freshMs })
      staleSinceMs = null
      return answer
    } catch (error) {
      const fault = error as SecretFault
      const old = kept.get(key)
      if (isPassing(fault) && old !== undefined && !(old.answer instanceof SecretFault))
        if (nowMs() - old.readAtMs < STALE_MS) {
          staleSinceMs ??= nowMs()
          return old.answer
        }
      if (fault.kind === 'missing') kept.set(key, { answer: fault, readAtMs: nowMs(), freshMs: MISSING_MS })
      else kept.delete(key)
      throw fault
    }
  }
  function fly(key: string, path: string, wanted: VersionWanted): Promise<ProvidedSecret> {
    const running = flights.get(key)
    if (running !== undefined) return running
    const flight = load(key, path, wanted).finally(() => {
      if (flights.get(key) === flight) flights.delete(key)
    })
    flights.set(key, flight)
    return flight
  }
  function forget(path: string): void {
    writes += 1
    for (const key of kept.keys()) if (key.startsWith(`${path}\n`)) kept.delete(key)
    for (const key of flights.keys()) if (key.startsWith(`${path}\n`)) flights.delete(key)
  }
  const { put } = source
  return {
    ...source,
    async get(path, wanted) {
      const key = `${path}\n${wanted.version ?? ''}\n${wanted.stage ?? ''}`
      const known = kept.get(key)
      const ageMs = known === undefined ? 0 : nowMs() - known.readAtMs
      if (known === undefined || ageMs >= known.freshMs) return await fly(key, path, wanted)
      if (known.answer instanceof SecretFault) throw known.answer
      if (ageMs >= known.freshMs * AHEAD)
        fly(key, path, wanted).catch(() => {
          // A failure is met by who asks once the kept value has ended.
        })
      return known.answer
    },
    ...(put === undefined
      ? {}
      : { put: (path: string, value: Secret) => put(path, value).finally(() => forget(path)) }),
    finding: () => (staleSinceMs === null ? source.finding() : outage(source.name, staleSinceMs)),
  }
}

function outage(name: string, sinceMs: number): HealthFinding {
  const minutes = Math.round((nowMs() - sinceMs) / 60_000)
  return {
    status: 'warn',
    observed: `${name} does not answer: values read before are used since ${minutes} min`,
    fix: 'After an hour without an answer they are used no more.',
  }
}

function isPassing({ kind }: SecretFault): boolean {
  return kind === 'unavailable' || kind === 'throttled'
}
