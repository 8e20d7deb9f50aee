import type { HttpStandIn } from '../http-stand-in.ts'

/** Versions of a secret, the oldest first. */
export interface KeptVersion {
  readonly id: string
  readonly value: string
}

/** What a service keeps, by its own names. */
export interface KeptSecrets {
  versions(name: string): readonly KeptVersion[]
  names(): string[]
  add(name: string, value: string): KeptVersion
}

/** A service that keeps secrets, with what tests need of it. */
export interface SecretStandIn extends HttpStandIn {
  readonly secrets: KeptSecrets
  /** Names of which nothing is told or taken from now on. */
  readonly denied: Set<string>
}

/** Keeps secrets in memory; `idOf` numbers versions from 1 in the service's way. */
export function keptSecrets(idOf: (number: number) => string): KeptSecrets {
  const secrets = new Map<string, KeptVersion[]>()
  return {
    versions: (name) => secrets.get(name) ?? [],
    names: () => [...secrets.keys()].sort(),
    add(name, value) {
      const versions = secrets.get(name) ?? []
      const version = { id: idOf(versions.length + 1), value }
      secrets.set(name, [...versions, version])
      return version
    },
  }
}
