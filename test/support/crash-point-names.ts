/** Where a process ends: at a statement, or at the moment a file gets its name. */
export interface CrashPoint {
  readonly statement?: RegExp
  /** A statement of the same transaction, itself included. */
  readonly within?: RegExp
  /** `sent` is after the bytes left and before the answer came; `instead` plants a fault: it is left out. */
  readonly when?: 'before' | 'sent' | 'after' | 'instead'
  readonly file?: 'unnamed' | 'named'
}

const application = /insert into "music"\."application"/i
const confirmation = /insert into "files"\."file"/i

/** The points of a write: an application with its letter, job, event, audit record and kept answer. */
export const WRITE_POINTS: Readonly<Record<string, CrashPoint>> = {
  'the row is written': { statement: application, when: 'after' },
  'the letter is written': { statement: /kernel"?\."?mail/i, within: application, when: 'after' },
  'the job is enqueued': { statement: /INSERT INTO pgboss\.job/, within: application, when: 'after' },
  'the audit record is appended': { statement: /INSERT INTO audit\.record/, within: application, when: 'after' },
  'the event is stored': { statement: /INSERT INTO kernel\.event/, within: application, when: 'after' },
  'the answer is kept': { statement: /INSERT INTO kernel\.idempotency/, within: application, when: 'after' },
  'COMMIT is about to be sent': { statement: /^commit$/i, within: application, when: 'before' },
  'COMMIT is sent and not answered': { statement: /^commit$/i, within: application, when: 'sent' },
  'COMMIT is answered, the client is not': { statement: /^commit$/i, within: application, when: 'after' },
}

/** The points of an upload: its bytes, then the row that makes them a file. */
export const UPLOAD_POINTS: Readonly<Record<string, CrashPoint>> = {
  'the bytes are on the disk without a name': { file: 'unnamed' },
  'the bytes have their name, the client no answer': { file: 'named' },
  'the file row is written': { statement: confirmation, when: 'after' },
  'the confirmation is about to be committed': { statement: /^commit$/i, within: confirmation, when: 'before' },
  'the confirmation is committed and not answered': { statement: /^commit$/i, within: confirmation, when: 'after' },
}

const carrying = /FROM kernel\.pack_jobs/
const claiming = /DELETE FROM kernel\.job_parcel WHERE id = ANY\(\$2\)/

/** The points of a job that Redis carries: from its commit to its claim. */
export const CARRIED_POINTS: Readonly<Record<string, CrashPoint>> = {
  'the jobs are committed, the relay has not looked': { statement: carrying, when: 'before' },
  'the jobs are in parcels, Redis has none': { statement: carrying, when: 'after' },
  'Redis has brought a job, it is not claimed': { statement: claiming, when: 'before' },
  'the job is claimed and has not begun': { statement: claiming, when: 'after' },
}

const imported = /COPY trading\.import_row/

/** The points of what is done to a trading account in the background. */
export const TRADING_POINTS = {
  'an import has written its rows and not matched them': { statement: imported, when: 'after' },
  'an import is committed and its job does not know': { statement: /^commit$/i, within: imported, when: 'after' },
  'an undo has handed over and not deleted': { statement: /UPDATE trading\.execution AS made/, when: 'after' },
  'an undo has deleted and not matched anew': { statement: /DELETE FROM trading\.execution/, when: 'after' },
  'a rework has matched anew and is not written down': {
    statement: /insert into "trading"\."account_rework"/i,
    when: 'before',
  },
} as const satisfies Readonly<Record<string, CrashPoint>>

export const PLANTED_GAP = 'planted: a write without its audit record'

export const CRASH_POINTS: Readonly<Record<string, CrashPoint>> = {
  ...WRITE_POINTS,
  ...UPLOAD_POINTS,
  ...CARRIED_POINTS,
  ...TRADING_POINTS,
  [PLANTED_GAP]: { statement: /INSERT INTO audit\.record/, within: application, when: 'instead' },
}
