import { setTimeout as sleep } from 'node:timers/promises'
import type { TObject } from 'typebox'
import { systemOrigin } from '../../server/kernel/db/actor.ts'
import type { Content, TypedContent } from '../../server/platform/content/index.ts'
import { type Effects, watchEffects } from './effects.ts'
import { expectStatus } from './music.ts'
import type { Person } from './people.ts'
import { startServer, type TestServer, type TestServerOptions } from './server.ts'

export interface ContentServer extends TestServer {
  /** Writes every type, but publishes none. */
  readonly author: Person
  /** Another of these. */
  readonly colleague: Person
  /** Changes and publishes the entries of everybody. */
  readonly editor: Person
  watch(): Promise<() => Promise<Effects>>
  /** Runs a job as many times at once as asked for, and waits for it. */
  runJob(queue: string, times?: number): Promise<void>
  /** Waits for what a job does while it is tried again and again. */
  until(condition: () => Promise<boolean>): Promise<void>
}

const WAITED_MS_MAX = 10_000

/** The program with these kinds of content beside a product that has none, and people of every part. */
export async function startContent(
  types: readonly TypedContent<TObject>[],
  options: TestServerOptions = {},
): Promise<ContentServer> {
  const environment = { PRODUCTS: 'music', ...options.environment }
  const server = await startServer({ ...options, environment, declare: declaring(types) })
  const root = (await server.people.signedIn('administrator')).http
  const all = types.flatMap(({ permissions }) => Object.values(permissions))
  const roles = {
    'content-author': all.filter((permission) => permission.endsWith('.write')),
    'content-editor': all,
  }
  for (const [name, permissions] of Object.entries(roles))
    expectStatus(await root.post('/api/roles', { name, title: name, permissions }), 201)
  return {
    ...server,
    author: await server.people.signedIn('content-author'),
    colleague: await server.people.signedIn('content-author'),
    editor: await server.people.signedIn('content-editor'),
    watch: () => watchEffects(server),
    async runJob(queue, times = 1) {
      await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => {
        for (let at = 0; at < times; at += 1) await tx.enqueue({ queue, data: {}, options: {} })
      })
      await server.jobsIdle()
    },
    async until(condition) {
      const startedMs = performance.now()
      while (!(await condition())) {
        if (performance.now() - startedMs > WAITED_MS_MAX) throw new Error('waited in vain')
        await sleep(20)
      }
    },
  }
}

/** For servers beside the first. */
export function declaring(types: readonly TypedContent<TObject>[]): (content: Content) => void {
  return (content) => {
    for (const type of types) content.declare(type)
  }
}

/** A document of one paragraph for each text. */
export function paragraphs(...texts: string[]) {
  return { type: 'doc', content: texts.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] })) }
}
