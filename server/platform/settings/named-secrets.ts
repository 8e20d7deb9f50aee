import { LRUCache } from 'lru-cache'
import type { Secret } from '../../kernel/config/secret.ts'
import type { Principal } from '../../kernel/http/route.ts'
import { Problem } from '../../kernel/problem.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import type { Members } from './layers.ts'
import type { SecretMember, ValueFinding } from './setting.ts'

/** Where the secrets are that settings name. */
export interface SecretSource {
  /** What a reference stands for now, from memory where it is the same still. Throws a Problem where it cannot be had. */
  resolve(reference: string): Promise<Secret>
  /** Whether somebody may see that it is there. */
  mayName(actor: Principal['actor'], reference: string): Promise<boolean>
}

/** What is known of a setting as to secrets. */
interface Naming {
  readonly secrets: readonly SecretMember[]
}

/** Secrets that settings name: what they stand for, and why where they stand for nothing. */
export interface NamedSecrets {
  /** Null where it cannot be had: a finding says why from now on. */
  get(reference: string): Promise<Secret | null>
  /** Asks for all that these values name, so that findings tell of them. */
  look(named: Iterable<readonly [Naming, Members]>): Promise<void>
  findingsOf(setting: Naming, value: Members): readonly ValueFinding[]
}

const FAULTS_MAX = 1000

export function createNamedSecrets({ resolve }: SecretSource, log: Logger): NamedSecrets {
  /** Why a reference stands for nothing, as it was when it was last asked for. */
  const faults = new LRUCache<string, string>({ max: FAULTS_MAX })

  async function get(reference: string): Promise<Secret | null> {
    try {
      const found = await resolve(reference)
      faults.delete(reference)
      return found
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const why = error.detail ?? error.title
      if (faults.get(reference) !== why) log.warn({ reference, why }, 'a secret that a setting names cannot be had')
      faults.set(reference, why)
      return null
    }
  }

  return {
    get,
    async look(named) {
      const references = [...named].flatMap(([setting, value]) => referencesIn(setting, value))
      await Promise.all([...new Set(references.map(({ reference }) => reference))].map(get))
    },
    findingsOf: (setting, value) =>
      referencesIn(setting, value).flatMap(({ name, severity, reference }) => {
        const why = faults.get(reference)
        return why === undefined
          ? []
          : [{ severity, member: name, message: `names a secret that cannot be had: ${why}` }]
      }),
  }
}

/** The members of a value that name a secret. */
export function referencesIn({ secrets }: Naming, value: Members) {
  return secrets.flatMap(({ name, severity }) => {
    const reference = value[name]
    return typeof reference === 'string' ? [{ name, severity, reference }] : []
  })
}
