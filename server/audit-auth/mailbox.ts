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

interface Summary {
  readonly id: string
  readonly to: string
  readonly template: string
  readonly at: string
}

const WAIT_MS = 15_000
const POLL_MS = 50
const SETTLE_MS = 1500

/** Reads `GET <url>` -> `{items: [{id, to, template, at}]}`, newest first, and `GET <url>/<id>` -> `{text, html, subject}`. */
export function openMailbox(url: string): Mailbox {
  async function list(): Promise<Summary[]> {
    const answer = await fetch(url)
    if (!answer.ok) throw new Error(`the mailbox ${url} answered ${answer.status}`)
    return ((await answer.json()) as { items: Summary[] }).items
  }
  async function open(summary: Summary): Promise<Letter> {
    const answer = await fetch(`${url}/${encodeURIComponent(summary.id)}`)
    if (!answer.ok) throw new Error(`the mailbox ${url} answered ${answer.status}`)
    const { text, html, subject } = (await answer.json()) as Pick<Letter, 'text' | 'html' | 'subject'>
    const { id, to, template } = summary
    return { id, to, template, subject, text, html, token: /[#?&]token=([A-Za-z0-9_.-]+)/.exec(text)?.[1] ?? '' }
  }
  const isTo = (address: string) => (one: Summary) => one.to.toLowerCase() === address.toLowerCase()
  return {
    async isThere() {
      const answer = await fetch(url).catch(() => null)
      return answer?.ok === true && (answer.headers.get('content-type') ?? '').includes('json')
    },
    async wait(address, template, after) {
      const startedMs = performance.now()
      while (performance.now() - startedMs < WAIT_MS) {
        const found = (await list()).filter(isTo(address)).find((one) => one.template === template)
        if (found !== undefined && found.id !== after?.id) return open(found)
        await sleep(POLL_MS)
      }
      throw new Error(`no ${template} reached ${address} in ${WAIT_MS / 1000} s`)
    },
    async settled(address) {
      await sleep(SETTLE_MS)
      return Promise.all((await list()).filter(isTo(address)).reverse().map(open))
    },
  }
}
