import { chmod, mkdir, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { now } from '../clock.ts'
import { isUuid } from '../id.ts'
import type { Mailbox } from './mailer.ts'
import type { MailAttachment } from './template.ts'
import type { MailTransport } from './transport.ts'

/** A delivered mail, or an SMS beside it, as its file holds it. */
export interface StoredMail {
  readonly id: string
  readonly messageId: string
  readonly from: Pick<Mailbox, 'name' | 'address'>
  readonly to: Pick<Mailbox, 'name' | 'address'>
  readonly template: string
  readonly at: string
  readonly subject: string
  readonly text: string
  /** Empty: it has only a text. */
  readonly html: string
  readonly unsubscribeUrl?: string
  readonly attachments?: readonly MailAttachment[]
}

/** The mailbox without a mail server: a folder of JSON files, for development. */
export interface MailboxFolder {
  readonly transport: MailTransport
  keep(message: Omit<StoredMail, 'at'>): Promise<void>
  /** Newest first. */
  list(): Promise<StoredMail[]>
  read(id: string): Promise<StoredMail | null>
}

const KEPT_MAX = 500

/**
 * Keeps the newest 500 messages, readable by their owner only, in files named by the mail's id: these are in order of time, and a
 * message sent twice is one file.
 */
export function createMailboxFolder(folder: string): MailboxFolder {
  const pathOf = (id: string): string => join(folder, `${id}.json`)

  async function keep(message: Omit<StoredMail, 'at'>): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await chmod(folder, 0o700)
    const stored: StoredMail = { ...message, at: now().toISOString() }
    const temporary = `${pathOf(message.id)}.${process.pid}`
    await writeFile(temporary, JSON.stringify(stored), { mode: 0o600 })
    await rename(temporary, pathOf(message.id))
    for (const id of (await ids(folder)).slice(KEPT_MAX)) await unlessGone(unlink(pathOf(id)))
  }

  const read = async (id: string): Promise<StoredMail | null> => {
    if (!isUuid(id)) return null
    const text = await unlessGone(readFile(pathOf(id), 'utf8'))
    return text === null ? null : (JSON.parse(text) as StoredMail)
  }

  return {
    transport: {
      name: 'mailbox',
      deduplicatesHours: Number.POSITIVE_INFINITY,
      async send({ replyTo: _replyTo, purpose: _purpose, ...message }) {
        await keep(message)
        return { providerId: null }
      },
      verify: async () => ({ status: 'pass', observed: 'no mail server: mail is kept in the mailbox folder' }),
      close: async () => undefined,
    },
    keep,
    read,
    async list() {
      const mails = await Promise.all((await ids(folder)).map(read))
      return mails.filter((mail) => mail !== null)
    },
  }
}

async function ids(folder: string): Promise<string[]> {
  const names = (await unlessGone(readdir(folder))) ?? []
  const found = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length))
  return found.filter(isUuid).sort().reverse()
}

/** Null when the file or folder is not there (any more): another process may empty the mailbox at the same time. */
async function unlessGone<Result>(work: Promise<Result>): Promise<Result | null> {
  try {
    return await work
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
