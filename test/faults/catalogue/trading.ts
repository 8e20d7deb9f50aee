import { by, type FaultCase } from './fault-case.ts'

const kills = 'test/faults/trading-kill.test.ts'
const survived = 'imports, an undo and a rework end as if nothing had happened, each once'
const control =
  'a fill that came twice or was left, a trade that is missing and a count that is off are found out by the same look'

/** What happens to what is done to trading accounts in the background. */
export const tradingFaults: readonly FaultCase[] = [
  {
    id: 'T81',
    fault: 'two imports into one account at once, whose files overlap',
    answer: 'one after the other; what both have is there once, and the figures are those of one after the other',
    proofs: by(kills, survived, control),
  },
  {
    id: 'T82',
    fault: 'the same file twice at once',
    answer: 'its rows are there once: the other import says that it found them',
    proofs: by(kills, survived, control),
  },
  {
    id: 'T83',
    fault: 'SIGKILL in the middle of an import, with its rows written, and after its commit',
    answer: 'nothing of it is there until all is; run again it makes nothing twice',
    proofs: by(kills, survived, control),
  },
  {
    id: 'T84',
    fault: 'SIGKILL in the middle of an undo, also of one that hands over, and of a rework',
    answer: 'the account is as before or as after, and after soon',
    proofs: by(kills, survived, control),
  },
  {
    id: 'T85',
    fault: 'PostgreSQL ends by SIGKILL in between',
    answer: 'what was committed is there, what was not is made again',
    proofs: by(kills, survived, control),
  },
  {
    id: 'T86',
    fault: 'a worker stands still in the middle of an import and comes back',
    answer: 'another has taken the job; the late one writes nothing',
    proofs: [
      ...by(kills, survived, control),
      ...by(
        'server/kernel/jobs/jobs-lifecycle.test.ts',
        'a process that was frozen and comes back to a job of another takes no second effect',
      ),
    ],
  },
]
