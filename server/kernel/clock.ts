/** The only reader of the wall clock. Tests move it with `setClock`. Durations use `monotonicMs`, which no clock change touches. */
let read: () => number = () => Date.now()

/** The current instant in UTC. */
export function now(): Date {
  return new Date(read())
}

/** Milliseconds since the Unix epoch. */
export function nowMs(): number {
  return read()
}

/** Milliseconds from an arbitrary start that only grow: for timeouts and measurements. */
export function monotonicMs(): number {
  return performance.now()
}

/** The instant `seconds` after now (before, when negative). */
export function inSeconds(seconds: number): Date {
  return new Date(read() + seconds * 1000)
}

/** Replaces the source of wall time; returns what puts the former one back. For tests. */
export function setClock(source: () => number): () => void {
  const former = read
  read = source
  return () => {
    read = former
  }
}
