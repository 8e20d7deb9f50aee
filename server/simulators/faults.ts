import type { Random } from './random.ts'

const ON_REQUESTS = ['fail-before', 'fail-after', 'stored-failure', 'cut-after', 'slow'] as const
const ON_WEBHOOKS = ['drop', 'duplicate', 'reorder', 'forge', 'delay'] as const
type RequestFaultKind = (typeof ON_REQUESTS)[number]
type WebhookFaultKind = (typeof ON_WEBHOOKS)[number]

/**
 * What goes wrong. With a request: `fail-before` does nothing and answers 503; `fail-after` does the work and answers 503, as a gateway
 * that lost the answer; `stored-failure` does the work and answers 500 for the key from then on; `cut-after` does the work and closes
 * the connection; `slow` does the work and answers after `ms`. With a webhook: `drop`, `duplicate`, `reorder` (it waits for the next
 * one), `forge` (one that the provider did not send comes with it), `delay` by `ms`.
 */
export interface Fault {
  readonly kind: RequestFaultKind | WebhookFaultKind
  /** Part of `POST /v1/refunds`, or of the name of an event; all of them when absent. */
  readonly match?: string
  /** How often it happens; 1 when absent, or without end when there is a chance. */
  readonly times?: number
  /** From 0 to 1, by the seed; 1 when absent. */
  readonly chance?: number
  readonly ms?: number
}

/** The faults that are still to come. */
export interface Faults {
  add(faults: readonly Fault[]): void
  clear(): void
  /** The first fault that meets a request such as `POST /v1/refunds`; it counts as having happened. */
  ofRequest(subject: string): Fault | undefined
  /** All faults that meet a webhook about `type`. */
  ofWebhook(type: string): Fault[]
}

/** Keeps faults by the order in which they were added. */
export function createFaults(random: Random, initial: readonly Fault[] = []): Faults {
  let waiting: { fault: Fault; left: number }[] = []
  const isOneOf = (kinds: readonly string[], { kind }: Fault): boolean => kinds.includes(kind)

  function happens({ fault, left }: { fault: Fault; left: number }, subject: string): boolean {
    return left > 0 && subject.includes(fault.match ?? '') && random.next() < (fault.chance ?? 1)
  }
  function take(kinds: readonly string[], subject: string, most: number): Fault[] {
    const met: Fault[] = []
    for (const one of waiting) {
      if (met.length === most || !isOneOf(kinds, one.fault) || !happens(one, subject)) continue
      one.left -= 1
      met.push(one.fault)
    }
    waiting = waiting.filter(({ left }) => left > 0)
    return met
  }
  const faults: Faults = {
    add(more) {
      for (const fault of more) {
        if (!isOneOf([...ON_REQUESTS, ...ON_WEBHOOKS], fault)) throw new RangeError(`there is no fault ${fault.kind}`)
        waiting.push({ fault, left: fault.times ?? (fault.chance === undefined ? 1 : Number.POSITIVE_INFINITY) })
      }
    },
    clear() {
      waiting = []
    },
    ofRequest: (subject) => take(ON_REQUESTS, subject, 1)[0],
    ofWebhook: (type) => take(ON_WEBHOOKS, type, ON_WEBHOOKS.length),
  }
  faults.add(initial)
  return faults
}
