import type { Delivery } from './delivery.ts'
import type { Fault, Faults } from './faults.ts'
import type { Control } from './http.ts'

/** What is asked of every stand-in in the same way. */
export function sharedControls(faults: Faults, delivery: Delivery): Control {
  return {
    faults(input) {
      if (!Array.isArray(input.faults))
        throw new RangeError('{"faults": [{"kind", "match"?, "times"?, "chance"?, "ms"?}]}')
      faults.add(input.faults as Fault[])
    },
    'clear-faults': () => faults.clear(),
    resend: ({ id }) => delivery.resend(String(id)),
    settle: () => delivery.settled(),
    delivered: () => [...delivery.delivered],
  }
}
