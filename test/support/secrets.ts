import assert from 'node:assert/strict'
import { nowMs, setClock } from '../../server/kernel/clock.ts'
import { systemOrigin } from '../../server/kernel/db/actor.ts'
import { enqueue } from '../../server/kernel/jobs/job.ts'
import { createHttpClient, type HttpAnswer, type HttpClient } from './http-client.ts'
import type { Person } from './people.ts'
import { startServer, type TestServer, type TestServerOptions } from './server.ts'
import { challengeOf, signInWithTotp, verifyMfa, withTotp } from './totp.ts'

/** A server in `staging` with an administrator, whose session `proven` has just proven two factors. */
export interface SecretsServer extends TestServer {
  readonly admin: Person
  readonly proven: HttpClient
  provenAs(person: Person): Promise<HttpClient>
  /** Somebody who proved two factors eleven minutes ago. */
  provenLongAgo(): Promise<HttpClient>
  /** What a reference of the installation stands for. */
  resolved(reference: string): Promise<string>
  /** The work by the clock, once. */
  sweep(): Promise<void>
}

export async function startSecrets(options: TestServerOptions = {}): Promise<SecretsServer> {
  const environment = { WEBHOOKS_PRIVATE_NETWORKS: '127.0.0.0/8', APP_ENV: 'staging', ...options.environment }
  const server = await startServer({ ...options, environment })
  const { secrets } = server.app.units
  const bearer = (token: string) => createHttpClient(server.url, { authorization: `Bearer ${token}` })
  const provenAs = async (person: Person) => {
    const { app } = await withTotp(server.url, person)
    return bearer(await signInWithTotp(server.url, person, app.code()))
  }
  const admin = await server.people.signedIn('administrator')
  return {
    ...server,
    ...{ admin, provenAs },
    proven: await provenAs(admin),
    async provenLongAgo() {
      const person = await server.people.signedIn('administrator')
      const refreshToken = await atTime(-11 * 60_000, async () => {
        const { app } = await withTotp(server.url, person)
        const challenge = await challengeOf(server.url, person)
        return (await verifyMfa(server.url, { challenge, method: 'totp', code: app.code() })).body.refreshToken
      })
      return bearer(is(await server.people.anonymous().post('/api/auth/refresh', { refreshToken }), 200).accessToken)
    },
    resolved: async (reference) => (await secrets.resolve(reference)).reveal(),
    async sweep() {
      const job = secrets.jobs?.find(({ name }) => name === 'secrets.sweep')
      await server.app.db.transaction(systemOrigin('test', 'test'), (tx) => enqueue(tx, job as never, {} as never))
      await server.jobsIdle()
    },
  }
}

/** Does something as if it were so much later. */
export async function atTime<Result>(laterMs: number, work: () => Promise<Result>): Promise<Result> {
  const at = nowMs() + laterMs
  const restore = setClock(() => at)
  try {
    return await work()
  } finally {
    restore()
  }
}

/** The body of an answer of that status. */
export function is({ status, body }: HttpAnswer, expected: number) {
  assert.equal(status, expected, JSON.stringify(body))
  return body
}
