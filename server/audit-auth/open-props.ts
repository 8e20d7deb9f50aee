import { readFileSync } from 'node:fs'
import pg from 'pg'
import { createAuthenticator } from './authenticator.ts'
import { EVIL_CLIENT, IMPOSTOR_PATH, startEvilOpenId } from './evil-openid.ts'
import type { SigningKey } from './jwt.ts'
import { type Mailbox, openMailbox } from './mailbox.ts'
import type { EvilProvider, Passkey } from './props.ts'
import { startSmtpSink } from './smtp-sink.ts'
import type { Target } from './target.ts'

/** What the caller has of an instance, beyond its address. */
export interface Given {
  /** Where its mail can be read; the instance's own development mailbox when absent. */
  readonly mailboxUrl?: string | undefined
  /** Where the instance sends its mail to: taken there. */
  readonly smtpUrl?: string | undefined
  /** Where the instance believes its OpenID provider to be: served there. */
  readonly providerUrl?: string | undefined
  readonly databaseUrl?: string | undefined
  /** A file that the instance prints to. */
  readonly logFile?: string | undefined
  /** A file with the instance's JWT_KEYS. */
  readonly keysFile?: string | undefined
  /** The origin that its people see, its PUBLIC_URL; its address when absent. */
  readonly origin?: string | undefined
}

export type Props = Pick<Target, 'mailbox' | 'provider' | 'query' | 'output' | 'signingKeys' | 'makePasskey'>

/** The names that the provider has at the instance: two of one address, so that an answer for one can be shown at the other's door. */
const PROVIDER_IDS = { id: 'evil', otherId: 'other', impostorId: 'impostor' } as const

/** What an instance is set up with that is to believe the provider at `url`: its OIDC_PROVIDERS. */
export function providerSettings(url: string): string {
  const { id: clientId, secret: clientSecret } = EVIL_CLIENT
  const issuerOf = (id: string): string => (id === PROVIDER_IDS.impostorId ? `${url}${IMPOSTOR_PATH}` : url)
  return JSON.stringify(
    Object.values(PROVIDER_IDS).map((id) => ({ id, title: id, issuer: issuerOf(id), clientId, clientSecret })),
  )
}

/** Opens all that a caller gives; `close` lets go of it. Throws when any of it cannot be had. */
export async function openProps(
  urls: readonly string[],
  given: Given,
): Promise<{ props: Props; close(): Promise<void> }> {
  const open: (() => Promise<unknown>)[] = []
  const mailbox = async (): Promise<Mailbox> => {
    if (given.smtpUrl === undefined) return openMailbox(given.mailboxUrl ?? `${urls[0]}/api/dev/mailbox`)
    const sink = await startSmtpSink(placeOf(given.smtpUrl))
    open.push(sink.close)
    return sink.mailbox
  }
  const provider = async (): Promise<EvilProvider | null> => {
    if (given.providerUrl === undefined) return null
    const evil = await startEvilOpenId('RS256', placeOf(given.providerUrl))
    open.push(evil.close)
    return { ...PROVIDER_IDS, play: (mischief) => void Object.assign(evil, { mischief }), redeemed: evil.redeemed }
  }
  const { logFile, keysFile, databaseUrl } = given
  const pool = databaseUrl === undefined ? null : new pg.Pool({ connectionString: databaseUrl, max: 2 })
  if (pool !== null) open.push(() => pool.end())
  const origin = given.origin ?? urls[0] ?? ''
  return {
    props: {
      mailbox: await mailbox(),
      provider: await provider(),
      query:
        pool === null
          ? null
          : async (text, values = []) => (await pool.query<Record<string, unknown>>(text, [...values])).rows,
      output: logFile === undefined ? null : () => readFileSync(logFile, 'utf8'),
      signingKeys: keysFile === undefined ? [] : readKeys(keysFile),
      makePasskey: () => createAuthenticator({ origin }) as Passkey,
    },
    close: async () => void (await Promise.all(open.map((close) => close()))),
  }
}

function placeOf(text: string): { host: string; port: number } {
  const { hostname, port } = new URL(text)
  return { host: hostname, port: Number(port) }
}

/** The active key first, as the suite wants them. */
function readKeys(file: string): SigningKey[] {
  const keys = JSON.parse(readFileSync(file, 'utf8')) as (SigningKey & { readonly active?: boolean })[]
  return keys.toSorted((one, other) => Number(other.active === true) - Number(one.active === true))
}
