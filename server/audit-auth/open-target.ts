import { type Client, createClient, takingTurns, valueAt } from './client.ts'
import { openMailbox } from './mailbox.ts'
import type { Props } from './open-props.ts'
import type { Target } from './target.ts'

export interface TargetOptions {
  /** One URL, or one of each process. */
  readonly urls: readonly string[]
  readonly administrator: Target['administrator']
  readonly forwarded: boolean
  readonly props: Props
}

/** Reads what the instance says of itself. Throws when it publishes no contract. */
export async function openTarget({ urls, administrator, forwarded, props }: TargetOptions): Promise<Target> {
  const nodes = takingTurns(urls)
  const operations = await readOperations(createClient(nodes))
  return { nodes, operations, administrator, forwarded, thorough: false, ...props }
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
