import { setTimeout as sleep } from 'node:timers/promises'

/** A mail as the mailbox of a test instance shows it. */
export interface Letter {
  readonly id: string
  readonly to: string
  readonly template: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The secret of its link; empty without. */
  readonly token: string
}

/** Mail that a test instance has sent. */
export interface Mailbox {
  /** Whether it answers at all. */
  isThere(): Promise<boolean>
  /** The newest letter of a template to an address, waited for; `after` itself and older ones do not count. Throws when none comes. */
  wait(address: string, template: string, after?: Letter): Promise<Letter>
  /** Letters to an address, oldest first, after a time in which one on its way would have come. */
  settled(address: string): Promise<Letter[]>
}

export interface Summary {
  readonly id: string
  readonly to: string
  readonly template: string
}

export type Contents = Pick<Letter, 'text' | 'html' | 'subject'>

/** Where mail lies. */
export interface MailSource {
  /** Newest first. */
  list(): Promise<readonly Summary[]>
  open(id: string): Promise<Contents>
}

const WAIT_MS = 45_000
const POLL_MS = 50
const SETTLE_MS = 1500
const BUSY_TRIES = 5

/** Mail that the instance shows itself: `GET <url>` -> `{items: [{id, to, template, at}]}`, newest first, and `GET <url>/<id>` -> `{text, html, subject}`. */
export function openMailbox(url: string): Mailbox {
  const read = async (at: string): Promise<unknown> => {
    let answer = await fetch(at)
    for (let tries = 1; answer.status === 503 && tries < BUSY_TRIES; tries += 1) {
      await sleep(SETTLE_MS)
      answer = await fetch(at)
    }
    if (!answer.ok) throw new Error(`the mailbox ${at} answered ${answer.status}`)
    return answer.json()
  }
  return mailboxOf({
    list: async () => ((await read(url)) as { items: Summary[] }).items,
    open: async (id) => (await read(`${url}/${encodeURIComponent(id)}`)) as Contents,
  })
}

export function mailboxOf(source: MailSource): Mailbox {
  async function open({ id, to, template }: Summary): Promise<Letter> {
    const { text, html, subject } = await source.open(id)
    return { id, to, template, subject, text, html, token: /[#?&]token=([A-Za-z0-9_.-]+)/.exec(text)?.[1] ?? '' }
  }
  const isTo = (address: string) => (one: Summary) => one.to.toLowerCase() === address.toLowerCase()
  return {
    async isThere() {
      try {
        return Array.isArray(await source.list())
      } catch {
        // No connection, no such page, or one that is no mailbox.
        return false
      }
    },
    async wait(address, template, after) {
      const startedMs = performance.now()
      while (performance.now() - startedMs < WAIT_MS) {
        const found = (await source.list()).filter(isTo(address)).find((one) => one.template === template)
        if (found !== undefined && found.id !== after?.id) return open(found)
        await sleep(POLL_MS)
      }
      throw new Error(`no ${template} reached ${address} in ${WAIT_MS / 1000} s`)
    },
    async settled(address) {
      await sleep(SETTLE_MS)
      const held = (await source.list()).filter(isTo(address))
      return Promise.all(held.reverse().map(open))
    },
  }
}
