import { type Control, without } from '../control.ts'

const shutdown = 'test/faults/shutdown.test.ts'

export const processControls: Readonly<Record<string, Control>> = {
  F51: without('server/kernel/id.ts', 'if (ms > lastMs)', 'if (ms !== lastMs)', {
    file: 'server/kernel/id.test.ts',
    test: 'keeps the order when the clock steps back',
  }),
  F55: without('server/kernel/http/request-flow.ts', "if (state.draining) reply.header('connection', 'close')", '', {
    file: shutdown,
    test: 'at SIGTERM answers every request that was sent, closes each connection by an answer and exits 0',
  }),
  F56: without('server/kernel/http/drain.ts', 'const FINISH_MS = 15_000', 'const FINISH_MS = 0', {
    file: 'test/faults/shutdown-under-way.test.ts',
    test: 'at SIGTERM: a transaction and an upload end well, an upload that stands still is cut and leaves nothing',
  }),
  F57: without('server/commands/signals.ts', "start('uncaught exception', 1)", 'process.exit(1)', {
    file: shutdown,
    test: 'by an exception nobody catches says why, answers every request that was sent and exits 1',
  }),
  F58: {
    shown: {
      file: 'test/faults/poison-job.test.ts',
      test: 'ends one process after the other when nobody counts: the same look finds it',
    },
  },
  F59: without('server/kernel/lock/lock.ts', '!(await isNewest(tx, lease))', 'false', {
    file: 'server/kernel/lock/lock.test.ts',
    test: 'of a holder who stands still is taken over; what it writes when it goes on is refused by its token',
  }),
  F60: {
    shown: {
      file: 'server/kernel/jobs/schedules.test.ts',
      test: 'of processes that go by their own clocks the same look finds several jobs, and one before its time',
    },
  },
}
