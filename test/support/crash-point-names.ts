/** Where a process ends: at a statement, or at the moment a file gets its name. */
export interface CrashPoint {
  readonly statement?: RegExp
  /** A statement of the same transaction, itself included. */
  readonly within?: RegExp
  /** `sent` is after the bytes left and before the answer came; `instead` plants a fault: it is left out. */
  readonly when?: 'before' | 'sent' | 'after' | 'instead'
  readonly file?: 'unnamed' | 'named'
  /** Of the name a file gets; any when absent. */
  readonly named?: RegExp
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

const sent = /update "kernel"\."mail".*"sent_at"/i
const settled = /SET state = 'completed', completed_on = now\(\)/
const told = /insert into "webhooks"\."message"/i
const delivered = /UPDATE webhooks\.delivery[\s\S]*INSERT INTO webhooks\.attempt/
const sealed = /insert into "audit"\."seal"/i

/** The points of what follows a write: its letter, the word of it to other programs, and the place of its records in the chain. */
export const FOLLOWING_POINTS: Readonly<Record<string, CrashPoint>> = {
  'jobs are claimed and have not begun': { statement: /SET\s+state = 'active'/, when: 'after' },
  'a letter is claimed and not handed over': {
    statement: /update "kernel"\."mail".*attempts \+ 1/is,
    when: 'after',
  },
  'a letter is handed over and not written down as sent': { statement: sent, when: 'before' },
  'a letter is written down as sent, its job goes on': { statement: sent, when: 'after' },
  'the ends of jobs are about to be written': { statement: settled, when: 'before' },
  'the ends of jobs are sent to be written': { statement: settled, when: 'sent' },
  'the ends of jobs are written': { statement: settled, when: 'after' },
  'the word to others is written, its delivery is not enqueued': { statement: told, when: 'after' },
  'the word to others is about to be committed': { statement: /^commit$/i, within: told, when: 'before' },
  'the word to others is committed, its job goes on': { statement: /^commit$/i, within: told, when: 'after' },
  'a word is with who is told, and not written down': { statement: delivered, when: 'before' },
  'a word is written down as delivered, its job goes on': { statement: delivered, when: 'after' },
  'records have a place in the chain and still wait for one': { statement: sealed, when: 'after' },
  'the chain is about to be committed': { statement: /^commit$/i, within: sealed, when: 'before' },
  'the chain is committed': { statement: /^commit$/i, within: sealed, when: 'after' },
}

const variants = /update "files"\."file" set "image"/i
const generated = /generated/

/** The points of a picture that is made anew in sizes: bytes of each, then all their rows. */
export const PICTURE_POINTS: Readonly<Record<string, CrashPoint>> = {
  'a size is on the disk without a name': { file: 'unnamed', named: generated },
  'a size has its name, and no row': { file: 'named', named: generated },
  'the picture is done and its sizes have no rows': { statement: variants, when: 'after' },
  'the sizes are about to be committed': { statement: /^commit$/i, within: variants, when: 'before' },
  'the sizes are committed, their job goes on': { statement: /^commit$/i, within: variants, when: 'after' },
}

const carrying = /FROM kernel\.pack_jobs/
const claiming = /DELETE FROM kernel\.job_parcel WHERE id = ANY\(\$2\)/

/** The points of a job that Redis carries: from its commit to its claim. */
export const CARRIED_POINTS: Readonly<Record<string, CrashPoint>> = {
  'the jobs are committed, the relay has not looked': { statement: carrying, when: 'before' },
  'the jobs are in parcels, Redis has none': { statement: carrying, when: 'after' },
  'Redis has brought a job, it is not claimed': { statement: claiming, when: 'before' },
  'the job is claimed and has not begun': { statement: claiming, when: 'after' },
  'its effect is about to be committed': { statement: /^commit$/i, within: /job_effect/, when: 'before' },
  'its effect is committed, its end is not written': { statement: /^commit$/i, within: /job_effect/, when: 'after' },
  'its end is about to be written': { statement: settled, when: 'before' },
  'its end is written, Redis does not know': { statement: settled, when: 'after' },
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
  ...FOLLOWING_POINTS,
  ...PICTURE_POINTS,
  ...CARRIED_POINTS,
  ...TRADING_POINTS,
  [PLANTED_GAP]: { statement: /INSERT INTO audit\.record/, within: application, when: 'instead' },
}
