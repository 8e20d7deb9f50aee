/** What may end a try before its handler does. Its signal is made when somebody asks for it: most handlers are too quick to. */
export class Stop {
  #reason: Error | null = null
  #controller: AbortController | null = null
  #stopped: (() => void) | null = null

  /** Why, or null while nothing has stopped it. */
  get reason(): Error | null {
    return this.#reason
  }

  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController()
      if (this.#reason !== null) this.#controller.abort(this.#reason)
    }
    return this.#controller.signal
  }

  /** Only the first counts. */
  stop(reason: Error): void {
    if (this.#reason !== null) return
    this.#reason = reason
    this.#controller?.abort(reason)
    this.#stopped?.()
  }

  /** One listener; called at once when it is stopped already. */
  onStop(listener: () => void): void {
    this.#stopped = listener
    if (this.#reason !== null) listener()
  }

  /** Throws the reason. */
  throwIfStopped(): void {
    if (this.#reason !== null) throw this.#reason
  }
}
