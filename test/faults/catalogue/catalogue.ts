import { databaseFaults } from './database.ts'
import { dependencyFaults } from './dependencies.ts'
import type { FaultCase } from './fault-case.ts'
import { jobFaults } from './jobs.ts'
import { mailFaults } from './mails.ts'
import { paymentFaults } from './payments.ts'
import { processFaults } from './processes.ts'
import { requestFaults } from './requests.ts'
import { storageFaults } from './storage.ts'
import { tradingFaults } from './trading.ts'

/**
 * Every fault the server is held to, by number: F of databases, dependencies, requests and processes, S of storage, J of jobs, M of mail,
 * P of payments, T of trading. Numbers that are missing belong to parts the product does not have.
 */
export const catalogue: readonly FaultCase[] = [
  ...[...databaseFaults, ...dependencyFaults, ...requestFaults, ...processFaults].sort(byNumber),
  ...storageFaults,
  ...jobFaults,
  ...mailFaults,
  ...paymentFaults,
  ...tradingFaults,
]

function byNumber(one: FaultCase, other: FaultCase): number {
  return Number(one.id.slice(1)) - Number(other.id.slice(1))
}
