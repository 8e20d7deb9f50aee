import { parentPort, workerData } from 'node:worker_threads'
import { compareSync } from 'bcryptjs'

export interface BcryptQuestion {
  readonly password: string
  readonly hash: string
}

const { password, hash } = workerData as BcryptQuestion
parentPort?.postMessage(compareSync(password, hash))
