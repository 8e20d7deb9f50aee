import { randomBytes } from 'node:crypto'
import { postAsPerson } from './captcha.ts'
import { type Client, patiently } from './client.ts'
import type { Mailbox } from './mailbox.ts'

export interface Person {
  readonly email: string
  readonly password: string
  readonly name: string
}

export interface People {
  address(): string
  proven(): Promise<Person>
  unproven(): Promise<Person>
}

interface Sources {
  readonly visitor: () => Client
  readonly mailbox: Mailbox
  /** Tells this run's people from those of another. */
  readonly run: string
}

/** Mail takes its time, so people are made as many at once as hashes may wait. */
const BATCH = 12

export function createPeople({ visitor, mailbox, run }: Sources): People {
  const ready: Person[] = []
  let batch: Promise<void> | null = null
  let count = 0
  const address = (): string => {
    count += 1
    return `p${count}.${run}@audit.example`
  }

  async function register(): Promise<Person> {
    const person = { email: address(), password: `pw ${randomBytes(12).toString('base64url')}`, name: 'Nora Quill' }
    const answer = await patiently(() => postAsPerson(visitor(), '/api/auth/register', { ...person }))
    if (answer.status !== 202) throw new Error(`registration answered ${answer.status}: ${answer.text.slice(0, 200)}`)
    return person
  }
  async function prove(person: Person): Promise<Person> {
    const { token } = await mailbox.wait(person.email, 'identity.verify')
    const answer = await patiently(() => visitor().post('/api/auth/verify', { token }))
    if (answer.status !== 200) throw new Error(`verification answered ${answer.status}: ${answer.text.slice(0, 200)}`)
    return person
  }
  async function fill(): Promise<void> {
    const made = await Promise.all(Array.from({ length: BATCH }, register))
    ready.push(...(await Promise.all(made.map(prove))))
  }
  return {
    address,
    unproven: register,
    async proven() {
      for (;;) {
        const person = ready.pop()
        if (person !== undefined) return person
        batch ??= fill().finally(() => {
          batch = null
        })
        await batch
      }
    },
  }
}
