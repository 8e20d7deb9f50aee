import type { Id } from '../../kernel/id.ts'

/** Deliveries at once in one process. They wait for others nearly all of their time. */
export const PLACES = 32
/** Of these, those that one endpoint may hold: a slow one leaves room for the others. */
const EACH = 2
/** And those that all endpoints together may hold whose last delivery failed, one each: it may be that they never answer. */
const TROUBLED = 8

interface Asking {
  readonly id: Id<'webhook-endpoint'>
  /** In a row. */
  readonly failures: number
}

export interface Places {
  /** Gives the place back; null where the endpoint is to wait. */
  take(endpoint: Asking): (() => void) | null
}

/** Who may be sent to now, so that endpoints that hang, however many, do not keep others from what is theirs. */
export function createPlaces(): Places {
  const held = new Map<Id<'webhook-endpoint'>, number>()
  let troubled = 0
  return {
    take({ id, failures }) {
      const isTroubled = failures > 0
      const own = held.get(id) ?? 0
      if (own >= (isTroubled ? 1 : EACH) || (isTroubled && troubled >= TROUBLED)) return null
      held.set(id, own + 1)
      if (isTroubled) troubled += 1
      return () => {
        const left = (held.get(id) ?? 1) - 1
        if (left === 0) held.delete(id)
        else held.set(id, left)
        if (isTroubled) troubled -= 1
      }
    },
  }
}
