import type { Queue } from '../api.ts'

/** The server counts no further. */
const COUNTED_MAX = 10_000

type Counted = 'ready' | 'delayed' | 'active' | 'retrying' | 'failed' | 'quarantined' | 'completedLastHour'

/** The number of jobs as it is told, and a plus where counting has ended before all were seen. */
export function countedWords(queue: Queue, key: Counted): string {
  const number = queue[key].toLocaleString('en')
  return seenWith(queue, key) < COUNTED_MAX ? number : `${number}+`
}

/** What is counted in one go with it. */
function seenWith({ ready, delayed, retrying, failed, quarantined, ...queue }: Queue, key: Counted): number {
  if (key === 'ready' || key === 'delayed' || key === 'retrying') return ready + delayed + retrying
  if (key === 'failed' || key === 'quarantined') return failed + quarantined
  return queue[key]
}
