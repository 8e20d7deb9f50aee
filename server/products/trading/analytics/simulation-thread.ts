import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { MonteCarlo, Simulation } from './metrics/monte-carlo.ts'

/** What `simulate` says, from a thread of its own: ten thousand runs take longer than other requests may wait. */
export async function simulateAside(given: MonteCarlo): Promise<Simulation | null> {
  if (given.results.length === 0) return null
  const worker = new Worker(new URL('./simulation-worker.ts', import.meta.url), { execArgv: [], workerData: given })
  try {
    const [told] = (await once(worker, 'message')) as [Simulation | null]
    return told
  } finally {
    await worker.terminate()
  }
}
