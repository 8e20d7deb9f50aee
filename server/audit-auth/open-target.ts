import { type Client, createClient, takingTurns, valueAt } from './client.ts'
import { openMailbox } from './mailbox.ts'
import type { Target } from './stage.ts'

export interface TargetOptions {
  /** One URL, or one of each process. */
  readonly urls: readonly string[]
  /** Where its mail can be read; the instance's own development mailbox when absent. */
  readonly mailboxUrl?: string | undefined
  readonly administrator?: Target['administrator']
  readonly forwarded?: boolean
}

/** Reads what the instance says of itself. Throws when it publishes no contract. */
export async function openTarget(options: TargetOptions): Promise<Target> {
  const nodes = takingTurns(options.urls)
  return {
    nodes,
    mailbox: openMailbox(options.mailboxUrl ?? `${options.urls[0]}/api/dev/mailbox`),
    administrator: options.administrator ?? null,
    operations: await readOperations(createClient(nodes)),
    query: null,
    output: null,
    signingKeys: [],
    provider: null,
    makePasskey: null,
    thorough: false,
    forwarded: options.forwarded ?? false,
  }
}

/** True when the instance shows its mail to everybody, which one with real users never does. */
export function isTestInstance(url: string): Promise<boolean> {
  return openMailbox(`${url}/api/dev/mailbox`).isThere()
}

async function readOperations(client: Client): Promise<Set<string>> {
  const answer = await client.get('/api/openapi.json')
  const paths = valueAt(answer.json, 'paths')
  if (typeof paths !== 'object' || paths === null) throw new Error(`/api/openapi.json answered ${answer.status}`)
  return new Set(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
    ),
  )
}
