import { parentPort, workerData } from 'node:worker_threads'
import { type MonteCarlo, simulate } from './metrics/monte-carlo.ts'

parentPort?.postMessage(simulate(workerData as MonteCarlo))
