import { inspect } from 'node:util'

/** A value that must not be seen: printed, logged, spread or serialised it says `[secret]`. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
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
