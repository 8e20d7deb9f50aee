import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { MonteCarlo, SimulatedRuns, Simulation } from './metrics/monte-carlo.ts'

/** What `simulate` says, from a thread of its own: ten thousand runs take longer than other requests may wait. */
export async function simulateAside(given: MonteCarlo): Promise<Simulation | null> {
  return await asked<Simulation>(given, false)
}

/** The same of `simulateRuns`. */
export async function simulateRunsAside(given: MonteCarlo): Promise<SimulatedRuns | null> {
  return await asked<SimulatedRuns>(given, true)
}

async function asked<Told>(given: MonteCarlo, isRaw: boolean): Promise<Told | null> {
  if (given.results.length === 0) return null
  const worker = new Worker(new URL('./simulation-worker.ts', import.meta.url), {
    execArgv: [],
    workerData: { given, isRaw },
  })
  try {
    const [told] = (await once(worker, 'message')) as [Told | null]
    return told
  } finally {
    await worker.terminate()
  }
}
