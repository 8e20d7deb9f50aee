import type { Control } from '../control.ts'
import { databaseControls } from './database.ts'
import { dependencyControls } from './dependencies.ts'
import { jobControls } from './jobs.ts'
import { mailControls } from './mails.ts'
import { paymentControls } from './payments.ts'
import { processControls } from './processes.ts'
import { requestControls } from './requests.ts'
import { storageControls } from './storage.ts'
import { tradingControls } from './trading.ts'

/** The negative control of each case, by its number. */
export const controls: Readonly<Record<string, Control>> = {
  ...databaseControls,
  ...dependencyControls,
  ...requestControls,
  ...processControls,
  ...storageControls,
  ...jobControls,
  ...mailControls,
  ...paymentControls,
  ...tradingControls,
}
