import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicMs } from '../../../kernel/clock.ts'
import type { Secret } from '../../../kernel/config/secret.ts'
import type { HealthFinding } from '../../../kernel/telemetry/health.ts'
import type { ProvidedSecret, SecretProvider, VersionWanted } from '../provider.ts'
import { SecretFault } from './fault.ts'
import { assertPath } from './path.ts'
import type { SecretSource } from './source.ts'

/** A source of which every call ends in time. Throws SecretFault. */
export interface GuardedSource extends Pick<SecretProvider, 'name' | 'capabilities' | 'list' | 'put'> {
  get(path: string, wanted: VersionWanted): Promise<ProvidedSecret>
  /** What the last calls told. */
  finding(): HealthFinding
  /** Keeps a sign-in alive that nothing has used for a while. */
  tend(): Promise<void>
}

/** How long a provider is waited for, and how often it is asked. */
export interface GuardLimits {
  /** One call. */
  readonly timeoutMs: number
  /** Calls that one question may cost. */
  readonly tries: number
  /** Before the second try; doubles, and up to as much again is added at random. */
  readonly pauseMs: number
  /** Unanswered calls in a row after which the provider is left alone for `restMs`. */
  readonly failuresMax: number
  readonly restMs: number
}

const LIMITS: GuardLimits = { timeoutMs: 5000, tries: 3, pauseMs: 100, failuresMax: 5, restMs: 10_000 }
const PAUSE_MS_MAX = 5000

/** Tried again when throttled or unanswered, and left alone for a while when it is down; then one call goes out to see. */
export function guarded(source: SecretSource, limits: GuardLimits = LIMITS): GuardedSource {
  const once = breaking(source.name, limits)

  async function ask<Answer>(call: (signal: AbortSignal) => Promise<Answer>, tries = limits.tries): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once.call(call)
      } catch (error) {
        const { kind, retryAfterMs } = error as SecretFault
        const isOver = attempt >= tries || once.isOpen()
        if (isOver || (kind !== 'throttled' && kind !== 'unavailable')) throw error
        const pauseMs = retryAfterMs ?? limits.pauseMs * 2 ** (attempt - 1) * (1 + Math.random())
        await sleep(Math.min(pauseMs, PAUSE_MS_MAX))
      }
    }
  }
  const { put, tend } = source
  return {
    name: source.name,
    capabilities: source.capabilities,
    async get(path, wanted) {
      assertPath(path)
      return await ask((signal) => source.get(path, wanted, signal))
    },
    list: (prefix) => ask((signal) => source.list(prefix, signal)),
    ...(put === undefined
      ? {}
      : {
          // Not repeated: a write whose answer was lost may have made a version.
          put: async (path: string, value: Secret) => {
            assertPath(path)
            return await ask((signal) => put(path, value, signal), 1)
          },
        }),
    finding() {
      const [fault, warning] = [once.lastFault(), source.warning?.() ?? null]
      if (fault !== null)
        return { status: 'warn', observed: fault, fix: 'Read values serve for up to an hour meanwhile.' }
      if (warning === null) return { status: 'pass', observed: `${source.name} answers` }
      return { status: 'warn', observed: warning, fix: 'Take the right to read them from others (chmod o-r).' }
    },
    tend: async () => (tend === undefined ? undefined : await ask((signal) => tend(signal), 1)),
  }
}

/** A breaker: what asks while it is open fails at once. */
function breaking(name: string, { timeoutMs, failuresMax, restMs }: GuardLimits) {
  let failures = 0
  let restUntilMs = 0
  let lastFault = ''
  return {
    isOpen: () => failures >= failuresMax,
    lastFault: () => (failures === 0 ? null : lastFault),
    async call<Answer>(call: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
      if (failures >= failuresMax) {
        if (monotonicMs() < restUntilMs)
          throw new SecretFault('unavailable', `${name}: left alone for a while, since it does not answer`)
        restUntilMs = monotonicMs() + restMs
      }
      try {
        const answer = await within(timeoutMs, name, call)
        failures = 0
        return answer
      } catch (error) {
        const fault = toFault(error, name)
        failures = fault.kind === 'unavailable' ? failures + 1 : 0
        if (failures >= failuresMax) restUntilMs = monotonicMs() + restMs
        lastFault = fault.message
        throw fault
      }
    },
  }
}

async function within<Answer>(
  timeoutMs: number,
  name: string,
  call: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const ending = new AbortController()
  const late = sleep(timeoutMs, undefined, { signal: ending.signal, ref: false }).then(() => {
    throw new SecretFault('unavailable', `${name}: no answer within ${timeoutMs} ms`)
  })
  late.catch(() => {
    // Ended by the abort below once the call is over; who waits hears of it by the race.
  })
  try {
    return await Promise.race([call(ending.signal), late])
  } finally {
    ending.abort()
  }
}

/** Faults of the network and of a client library; their own words may hold what was sent. */
function toFault(error: unknown, name: string): SecretFault {
  if (error instanceof SecretFault) return error
  const { code, cause, name: kind } = error as { code?: unknown; cause?: { code?: unknown }; name?: unknown }
  const word = [cause?.code, code, kind].find((one) => typeof one === 'string' && /^[A-Za-z_0-9]{2,40}$/.test(one))
  return new SecretFault('unavailable', `${name}: no answer (${word ?? 'unknown fault'})`)
}
