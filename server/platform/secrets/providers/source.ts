import type { Secret } from '../../../kernel/config/secret.ts'
import type { ProvidedSecret, SecretProvider, VersionWanted } from '../provider.ts'

/**
 * What a provider's own code does: one call each, ended by `signal`, and SecretFault where it fails; time, repetition and memory are those
 * of `guarded` and `remembering`.
 */
export interface SecretSource {
  readonly name: string
  readonly capabilities: SecretProvider['capabilities']
  get(path: string, wanted: VersionWanted, signal: AbortSignal): Promise<ProvidedSecret>
  list(prefix: string, signal: AbortSignal): Promise<readonly string[]>
  put?(path: string, value: Secret, signal: AbortSignal): Promise<{ readonly version: string }>
  /** Keeps a sign-in alive that nothing has used for a while. */
  tend?(signal: AbortSignal): Promise<void>
  /** What an operator may want to mend although all works. */
  warning?(): string | null
}
