import type { Secret } from '../../kernel/config/secret.ts'
import type { HealthFinding } from '../../kernel/telemetry/health.ts'
import type { Reader } from '../../kernel/vault/vault-keys.ts'

/** Which of the values of a secret: by its number or by what it is called; the current one when neither is given. */
export interface VersionWanted {
  readonly version?: string
  readonly stage?: string
}

/** A value as its provider gave it. */
export interface ProvidedSecret {
  readonly value: Secret
  /** As the provider counts: a number, an id. */
  readonly version: string
}

/** A place where secrets are kept, under paths. */
export interface SecretProvider {
  /** In front of its references: `aws:payments/stripe`. */
  readonly name: string
  readonly capabilities: { readonly versions: boolean; readonly stages: boolean }
  /** Null: there is none. Throws when it cannot be told; nobody else is asked then. `reader`: the transaction to read in, where it can. */
  get(path: string, wanted: VersionWanted, reader?: Reader): Promise<ProvidedSecret | null>
  /** Paths of all it has below a prefix, sorted; empty: of all. */
  list(prefix: string): Promise<readonly string[]>
  /** Writes a new version, current at once; answers which. Absent where it can only be read. */
  put?(path: string, value: Secret): Promise<{ readonly version: string }>
  /** Whether it can be asked now. */
  health(signal: AbortSignal): Promise<HealthFinding>
}
