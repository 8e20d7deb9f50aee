import { nowMs } from '../../../kernel/clock.ts'

interface Token {
  readonly value: string
  readonly lifetimeSeconds: number
}

/** A token that is fetched once for all callers and again before it ends. */
export interface BearerToken {
  get(): Promise<string>
  /** The provider does not take it any more. */
  forget(): void
}

const EARLY_SECONDS = 60

/** Keeps what `fetchToken` gives; one call is under way at most. */
export function createBearerToken(fetchToken: () => Promise<Token>): BearerToken {
  let current: Promise<{ value: string; untilMs: number }> | null = null

  async function fresh(): Promise<{ value: string; untilMs: number }> {
    const { value, lifetimeSeconds } = await fetchToken()
    return { value, untilMs: nowMs() + (lifetimeSeconds - EARLY_SECONDS) * 1000 }
  }
  function start() {
    const started = fresh()
    current = started
    started.catch(() => {
      // Told to whoever waits for it; the next one asks again.
      if (current === started) current = null
    })
    return started
  }
  return {
    async get() {
      const known = await (current ?? start())
      return (known.untilMs > nowMs() ? known : await start()).value
    },
    forget() {
      current = null
    },
  }
}
