import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { Type } from 'typebox'
import { CARRIERS, openStage } from '../../../test/support/job-stage.ts'
import { enqueue, job } from './job.ts'
import { until } from './jobs.test-support.ts'

/** Of each: more than a look at the line sees. */
const FLOOD = 60
const PLACES = 2

interface Beside {
  /** Tenants with a flood that was there first. */
  readonly floods: readonly string[]
  readonly share: number
  /** Undefined: nobody's. */
  readonly newcomer: string | undefined
}

/** Jobs of floods that begin after the newcomer's only job is committed and before it begins; each ends when another is looked for. */
async function begunBefore(t: TestContext, carrier: (typeof CARRIERS)[number], beside: Beside): Promise<number> {
  const stage = await openStage(carrier)
  t.after(() => stage.close())
  const begun: string[] = []
  const running: (() => void)[] = []
  let open = false
  const gated = job({
    ...{ name: 'demo.rounds', description: 'A job of this test.', attempts: 3, backoffSeconds: 0, deadlineSeconds: 60 },
    ...{ idempotentBy: 'nothing', concurrency: PLACES, tenantConcurrency: beside.share },
    data: Type.Object({ of: Type.String() }, { additionalProperties: false }),
    async handle(_, { of }) {
      begun.push(of)
      if (!open) await new Promise<void>((resolve) => running.push(resolve))
    },
  })
  const sender = await stage.start('enqueue-only', { jobs: [gated] })
  await sender.transaction(async (tx) => {
    for (const tenant of beside.floods)
      for (let at = 0; at < FLOOD; at += 1) await enqueue(tx, gated, { of: 'flood' }, { tenant })
  })
  await stage.start('worker', { jobs: [gated] })
  await until(() => running.length === PLACES)
  const { newcomer } = beside
  const options = newcomer === undefined ? {} : { tenant: newcomer }
  await sender.transaction((tx) => enqueue(tx, gated, { of: 'newcomer' }, options))
  const before = begun.length
  while (!begun.includes('newcomer') && begun.length < before + FLOOD) {
    const seen = begun.length
    running.shift()?.()
    await until(() => begun.length > seen)
  }
  const ahead = begun.slice(before).filter((of) => of === 'flood').length
  open = true
  for (const end of running) end()
  return ahead
}

const NINE = 'abcdefghi'.split('')

for (const carrier of CARRIERS)
  describe(`a tenant that comes later, carried by ${carrier.name},`, { skip: carrier.skip }, () => {
    const cases: readonly (readonly [title: string, aheadMax: number, beside: Beside])[] = [
      ['begins next where one flood may fill every place', 0, { floods: ['a'], share: PLACES, newcomer: 'b' }],
      ['has its turn after two floods that fill the places', 2, { floods: ['a', 'z'], share: 1, newcomer: 'm' }],
      ['has its turn after nine, by its name the last', 9, { floods: NINE, share: 1, newcomer: 'z' }],
      ['has its turn after nine, by its name the first', 9, { floods: NINE, share: 1, newcomer: 'A' }],
      ['has its turn after nine as nobody too', 9, { floods: NINE, share: 1, newcomer: undefined }],
    ]
    for (const [title, aheadMax, beside] of cases)
      test(title, async (t) => {
        const ahead = await begunBefore(t, carrier, beside)
        assert.ok(ahead <= aheadMax, `${ahead} of others began before it`)
      })
  })
