import { blobProblems } from './blob/blob-problems.ts'
import { databaseProblems } from './db/sqlstate.ts'
import { httpProblem } from './http/problems.ts'
import type { AnyProblemMaker } from './http/route.ts'
import { jobProblems } from './jobs/inspect.ts'
import { mailProblems } from './mail/address.ts'
import { moneyProblems } from './money.ts'
import { smsProblem } from './sms/phone-number.ts'

/** The catalogues of the kernel itself; units bring their own. */
export const kernelProblems: readonly AnyProblemMaker[] = [
  httpProblem,
  databaseProblems,
  blobProblems,
  mailProblems,
  smsProblem,
  moneyProblems,
  jobProblems,
]
