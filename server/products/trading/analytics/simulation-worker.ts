import { parentPort, workerData } from 'node:worker_threads'
import { type MonteCarlo, simulate, simulateRuns } from './metrics/monte-carlo.ts'

const { given, isRaw } = workerData as { readonly given: MonteCarlo; readonly isRaw: boolean }
parentPort?.postMessage(isRaw ? simulateRuns(given) : simulate(given))
