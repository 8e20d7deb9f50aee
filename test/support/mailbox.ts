import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A message as the mailbox transport keeps it. */
export interface MailRecord {
  readonly id: string
  readonly to: { readonly name: string | null; readonly address: string }
  readonly subject: string
  readonly template: string
  readonly at: string
  readonly text: string
  readonly html: string
  readonly attachments?: readonly { readonly filename: string; readonly text: string }[]
}

/** All messages in the folder in the order they were written, which delivery need not keep. */
export async function readMailbox(folder: string): Promise<MailRecord[]> {
  if (!existsSync(folder)) return []
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
  const messages = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as MailRecord),
  )
  return messages.sort((a, b) => a.id.localeCompare(b.id))
}

/** The token in the newest message of `template` to `address`. */
export function tokenIn(messages: readonly MailRecord[], address: string, template: string): string {
  const message = messages.findLast((one) => one.to.address === address && one.template === template)
  const token = message === undefined ? undefined : /token=([A-Za-z0-9_.-]+)/.exec(message.text)?.[1]
  if (token === undefined) throw new Error(`no ${template} with a token was sent to ${address}`)
  return token
}
