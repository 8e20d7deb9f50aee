import type { ConfigReference } from '../../kernel/config/config.ts'
import type { Secret } from '../../kernel/config/secret.ts'
import type { Bus } from '../../kernel/db/bus.ts'
import { Problem } from '../../kernel/problem.ts'
import type { HealthCheck } from '../../kernel/telemetry/health.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import type { OutsideProvider } from './providers/providers.ts'

/** What the configuration says of secrets. */
export interface ConfiguredSecrets {
  /** Where they are kept beside the database. */
  readonly outside: readonly OutsideProvider[]
  /** Who answers `secret:` references. */
  readonly chosen: string
  /** Variables that took their value from one. */
  readonly references: readonly ConfigReference[]
}

/** Keeps what the configuration took from secrets as they are now. */
export interface ReferenceWatch {
  readonly health: HealthCheck
  /** Reads every reference anew. */
  refresh(): Promise<void>
  stop(): void
}

const EVERY_MS = 5 * 60_000
const CHANGED = 'secrets.changed'

/**
 * Reads the references of the configuration every five minutes, and at once when the database says that a secret changed. A new value is
 * put in use where it is revealed at each use; elsewhere health asks for a restart. Sign-ins to providers are kept alive on the way.
 */
export function watchReferences(
  { outside, references }: ConfiguredSecrets,
  resolve: (reference: string) => Promise<Secret>,
  { bus, log }: { readonly bus: Bus; readonly log: Logger },
): ReferenceWatch {
  /** What an operator should know, by variable. */
  const findings = new Map<string, string>()

  async function look({ variable, reference, value, renewable, renew }: ConfigReference): Promise<void> {
    try {
      const text = (await resolve(reference)).reveal()
      findings.delete(variable)
      if (text === value.reveal()) return
      const objection = renew(text)
      if (objection !== null) findings.set(variable, `the new value of ${variable} is not used: it ${objection}`)
      else if (renewable) log.info({ variable, reference }, 'a renewed secret is in use')
      else findings.set(variable, `restart to take the new version of ${variable}`)
    } catch (error) {
      const why = error instanceof Problem ? (error.detail ?? error.title) : 'it cannot be read'
      findings.set(variable, `${variable} stays as it was: ${why}`)
    }
  }
  async function refresh(): Promise<void> {
    await Promise.all(references.map(look))
    for (const provider of outside)
      await provider.tend().catch((error: Error) => log.warn({ error, provider: provider.name }, 'no sign-in'))
  }
  const timer =
    references.length + outside.length === 0 ? undefined : setInterval(() => void refresh(), EVERY_MS).unref()
  if (references.length > 0) bus.listen(CHANGED, () => void refresh())
  return {
    refresh,
    stop: () => clearInterval(timer),
    health: {
      name: 'secret-references',
      ready: false,
      async run() {
        if (findings.size > 0) return { status: 'warn', observed: [...findings.values()].sort().join('; ') }
        return { status: 'pass', observed: `${references.length} variables take their value from secrets` }
      },
    },
  }
}
