import { inspect } from 'node:util'

export interface RenewableSecret {
  readonly secret: Secret
  renew(value: string): void
}

/** A value that must not be seen: printed, logged, spread or serialised it says `[secret]`. */
export class Secret {
  #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** A secret whose value can be replaced while the process runs; who keeps it must reveal it at each use. */
  static renewable(value: string): RenewableSecret {
    const made = new Secret(value)
    return {
      secret: made,
      renew: (next) => {
        made.#value = next
      },
    }
  }

  /** The value itself; call it only where it is used. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }

  [inspect.custom](): string {
    return '[secret]'
  }
}

/** Wraps a value that must not be seen. */
export function secret(value: string): Secret {
  return new Secret(value)
}
