import { type FieldFault, problems } from '../../../kernel/problem.ts'
import { tradingProblem } from '../problems.ts'

/** What accounts, instruments, executions and what is derived of them answer. */
export const ledgerProblem = problems('trading', {
  'account-stale': {
    status: 409,
    title: 'The account was changed in the meantime',
    detail: 'Read it again and repeat the change.',
  },
  'account-in-use': {
    status: 409,
    title: 'This holds for good once something happened in the account',
    detail: 'Make another account for another currency or another way of keeping positions.',
  },
  'account-reworking': {
    status: 409,
    title: 'The figures of this account are being made anew',
    detail: 'Wait until the change before this one is done.',
  },
  'fee-schedule-not-found': { status: 404, title: 'There is no such fee schedule' },
  'fee-schedule-stale': {
    status: 409,
    title: 'The fee schedule was changed in the meantime',
    detail: 'Read it again and repeat the change.',
  },
  'fee-schedule-in-use': {
    status: 409,
    title: 'Accounts are charged by this fee schedule',
    detail: 'Choose another one, or none, in the accounts that are named.',
  },
  'fee-schedules-full': { status: 409, title: 'There are as many fee schedules as are kept' },
  'estimates-stale': {
    status: 409,
    title: 'The account or its fee schedule was changed since this was previewed',
    detail: 'Look at the preview again.',
  },
  'nothing-held': {
    status: 409,
    title: 'Not that much of the option was held then',
    detail: 'An exercise ends options that were bought, an assignment options that were sold.',
  },
  'difference-not-found': { status: 404, title: 'There is nothing of this name that differs' },
  'statement-not-found': { status: 404, title: 'There is no such statement' },
  'confirmation-wrong': {
    status: 409,
    title: 'This is not the name of the account',
    detail: 'Give its name exactly as it is written.',
  },
  'execution-not-found': { status: 404, title: 'There is no such execution' },
  'execution-superseded': {
    status: 409,
    title: 'This execution was corrected or taken out in the meantime',
    detail: 'Read the list again: its newest version has another id.',
  },
  'execution-of-system': {
    status: 409,
    title: 'This follows from the expiry of the option',
    detail: 'Enter what really happened to the position: it takes the place of this.',
  },
  'instrument-stale': {
    status: 409,
    title: 'The instrument was changed in the meantime',
    detail: 'Read it again and repeat the change.',
  },
  'alias-taken': { status: 409, title: 'Another instrument goes by this name' },
  'corporate-action-not-found': { status: 404, title: 'There is no such corporate action' },
  'cash-movement-not-found': { status: 404, title: 'There is no such cash movement' },
  'cash-movement-imported': {
    status: 409,
    title: 'This was imported',
    detail: 'Undo the import, or change what it says: removed alone, the next import would bring it back.',
  },
  'needs-multiplier': {
    status: 409,
    title: 'Nobody knows what one point of this instrument is worth',
    detail: 'Say its multiplier.',
  },
})

/** A fault of one field that no schema can say. */
export function invalidValue(pointer: string, code: string, detail: string): Error {
  const fault: FieldFault = { pointer, code, detail }
  return tradingProblem('value-invalid', { errors: [fault] })
}
