import { type Control, without } from '../control.ts'

/** Plants in the accounts what each of the faults would leave there. */
const planted: Control = {
  shown: {
    file: 'test/faults/trading-kill.test.ts',
    test: 'a fill that came twice or was left, a trade that is missing and a count that is off are found out by the same look',
  },
}

export const tradingControls: Readonly<Record<string, Control>> = {
  T81: planted,
  T82: planted,
  T83: planted,
  T84: planted,
  T85: planted,
  T86: without('server/kernel/jobs/attempt.ts', 'return taken.length === 0 ? undefined : take(tx)', 'return take(tx)', {
    file: 'server/kernel/jobs/jobs-lifecycle.test.ts',
    test: 'a process that was frozen and comes back to a job of another takes no second effect',
  }),
}
