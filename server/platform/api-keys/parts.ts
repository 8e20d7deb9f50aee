import type { ApiKeysDeps } from './deps.ts'
import type { LiveKeys } from './live-keys.ts'

/** What the unit's use cases are given. */
export interface ApiKeyParts extends ApiKeysDeps {
  readonly live: LiveKeys
}
