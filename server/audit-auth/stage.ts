import { randomBytes } from 'node:crypto'
import { type Answer, type Client, createClient, type Nodes, type Sending } from './client.ts'
import type { SigningKey } from './jwt.ts'
import { logIn } from './log-in.ts'
import type { Letter } from './mailbox.ts'
import { type Need, unmet } from './need.ts'
import { createPeople, type Person } from './people.ts'
import type { EvilProvider, Passkey } from './props.ts'
import type { Target } from './target.ts'

/** Somebody signed in with tokens in hand. */
export interface Bearer {
  readonly person: Person
  readonly accessToken: string
  readonly refreshToken: string
  send(method: string, path: string, sending?: Sending): Promise<Answer>
}

/** Somebody signed in by cookies. */
export interface SignedIn {
  readonly person: Person
  readonly client: Client
  readonly answer: Answer
}

/** The actors and props of an attack. */
export interface Stage {
  readonly nodes: Nodes
  /** A client of nobody's, from a network of its own where that is possible. */
  visitor(headers?: Readonly<Record<string, string>>): Client
  /** A client of this machine that came through no proxy. */
  neighbour(): Client
  /** Somebody with a proven address, who has done nothing else yet. */
  person(): Promise<Person>
  /** Somebody registered whose address is not proven. */
  unproven(): Promise<Person>
  /** An address nobody has. */
  address(): string
  signIn(person?: Person, client?: Client): Promise<SignedIn>
  bearer(person?: Person): Promise<Bearer>
  /** What the instance calls its access cookie, or its refresh cookie. */
  cookieName(ending: 'at' | 'rt'): Promise<string>
  /** The administrator whose credentials we were given; throws without. */
  administrator(): Promise<Bearer>
  /** The newest letter of a template to an address, waited for; older than `after` do not count. */
  letter(address: string, template: string, after?: Letter): Promise<Letter>
  /** All letters to an address so far, oldest first, once mail on its way had time to arrive. */
  settledLetters(address: string): Promise<readonly Letter[]>
  query(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
  output(): string
  readonly signingKeys: readonly SigningKey[]
  provider(): EvilProvider
  passkey(): Passkey
  readonly thorough: boolean
  /** Why a need is not met; null when it is. */
  unmet(need: Need): string | null
  has(operation: string): boolean
}

export const bearerHeader = (token: string) => ({ authorization: `Bearer ${token}` })

/** A stage on `target`; people are made in batches and handed out once each. */
export function createStage(target: Target): Stage {
  const { nodes, mailbox } = target
  const run = randomBytes(4).toString('hex')
  let networks = randomBytes(2).readUInt16BE()
  const visitor: Stage['visitor'] = (headers = {}) => {
    networks += 1
    const network = `10.${(networks >> 8) % 256}.${networks % 256}.1`
    return createClient(nodes, { ...(target.forwarded ? { 'x-forwarded-for': network } : {}), ...headers })
  }
  const people = createPeople({ visitor, mailbox, run })

  async function bearerOf(person: Person): Promise<Bearer> {
    const client = visitor()
    const answer = await logIn(client, { ...person, transport: 'bearer' })
    const accessToken = answer.at('accessToken')
    return {
      person,
      accessToken,
      refreshToken: answer.at('refreshToken'),
      send: (method, path, sending = {}) =>
        client.send(method, path, { ...sending, headers: { ...bearerHeader(accessToken), ...sending.headers } }),
    }
  }
  const signIn: Stage['signIn'] = async (person, client = visitor()) => {
    const who = person ?? (await people.proven())
    const answer = await logIn(client, who)
    if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status} ${answer.code}`)
    return { person: who, client, answer }
  }
  let anybody: Promise<SignedIn> | undefined
  const given = <Value>(value: Value | null, what: string): Value => {
    if (value === null) throw new Error(`${what} was not given`)
    return value
  }
  return {
    nodes,
    visitor,
    neighbour: () => createClient(nodes),
    person: people.proven,
    unproven: people.unproven,
    address: people.address,
    signIn,
    async cookieName(ending) {
      anybody ??= signIn()
      return (await anybody).client.cookie(ending).name
    },
    bearer: async (person) => bearerOf(person ?? (await people.proven())),
    administrator: () => bearerOf({ ...given(target.administrator, 'an administrator'), name: 'Administrator' }),
    letter: (address, template, after) => mailbox.wait(address, template, after),
    settledLetters: (address) => mailbox.settled(address),
    query: (text, values) => given(target.query, 'the database')(text, values),
    output: () => given(target.output, "the server's output")(),
    signingKeys: target.signingKeys,
    thorough: target.thorough,
    provider: () => given(target.provider, 'a provider'),
    passkey: target.makePasskey,
    unmet: (need) => unmet(need, target),
    has: (operation) => target.operations.has(operation),
  }
}
