import assert from 'node:assert/strict'
import { createSecretKey } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { noEffects } from '../../../test/support/effects.ts'
import {
  ago,
  client,
  DAY_MS,
  draftOf,
  type ExperimentStage,
  HOUR_MS,
  startExperiments,
  times,
  variantOf,
} from '../../../test/support/experiments.ts'
import { expectProblem, expectStatus } from '../../../test/support/music.ts'
import { createLog } from '../../kernel/telemetry/create-log.ts'
import { createRecorder } from './exposures/recorder.ts'
import { createPseudonyms } from './index.ts'

let stage: ExperimentStage

before(async () => {
  stage = await startExperiments()
})
after(() => stage.server.stop())

describe('an experiment', () => {
  test('goes from a draft to a conclusion, with a phase for each start; each step is in the trail', async () => {
    const draft = await stage.made('life')
    assert.deepEqual(
      [draft.state, draft.owner.id, draft.actions, draft.analysis.method, draft.plannedUnits, draft.standing],
      ['draft', stage.admin.id, ['change', 'start', 'delete'], 'bayesian', null, null],
    )
    const plan = { version: draft.version, plannedUnits: 29_498 }
    assert.equal(expectStatus(await stage.admin.http.patch('/api/experiments/life', plan), 200).plannedUnits, 29_498)
    const started = expectStatus(await stage.step('life', 'start'), 200)
    assert.deepEqual(started.phases[0].variants, [
      { key: 'control', share: 0.5 },
      { key: 'treatment', share: 0.5 },
    ])
    expectProblem(await stage.step('life', 'start'), 'experiments/wrong-state')
    expectProblem(await stage.step('life', 'conclude', { winner: null, conclusion: '' }), 'experiments/wrong-state')
    expectStatus(await stage.step('life', 'stop', { reason: 'The button was broken' }), 200)
    const again = expectStatus(await stage.step('life', 'start'), 200)
    assert.deepEqual(
      again.phases.map(({ number, reason }: { number: number; reason: string }) => [number, reason]),
      [
        [2, null],
        [1, 'The button was broken'],
      ],
    )
    expectStatus(await stage.step('life', 'stop', { reason: 'Enough' }), 200)
    const wrong = await stage.step('life', 'conclude', { winner: 'green', conclusion: 'Green' })
    expectProblem(wrong, 'experiments/unknown-variant')
    const over = expectStatus(
      await stage.step('life', 'conclude', { winner: 'treatment', conclusion: 'It sells.' }),
      200,
    )
    assert.deepEqual([over.state, over.winner, over.actions], ['concluded', 'treatment', ['change']])
    const trail = await stage.server.query<{ action: string }>(
      "SELECT action FROM audit.record WHERE subject_kind = 'experiment' AND subject_id = 'life' ORDER BY id",
    )
    assert.deepEqual(
      trail.map(({ action }) => action.replace('experiments.experiment.', '')),
      ['made', 'changed', 'started', 'stopped', 'started', 'stopped', 'concluded'],
    )
  })

  test('is not changed in what decides about results while it runs, nor over what somebody else changed', async () => {
    await stage.running('locked')
    const { version } = await stage.read('locked')
    const change = (more: object) => stage.admin.http.patch('/api/experiments/locked', { version, ...more })
    expectProblem(await change({ control: 'treatment' }), 'experiments/wrong-state')
    expectProblem(await change({ metrics: [] }), 'experiments/wrong-state')
    const changed = expectStatus(await change({ title: 'Another title' }), 200)
    assert.deepEqual([changed.title, changed.version], ['Another title', version + 1])
    expectProblem(await change({ title: 'Late' }), 'experiments/changed-since')
    expectProblem(await stage.admin.http.delete('/api/experiments/locked'), 'experiments/wrong-state')
    expectProblem(await stage.admin.http.delete('/api/experiment-metrics/bought'), 'experiments/metric-in-use')
  })

  const refused: readonly (readonly [string, object, string])[] = [
    ['without a primary metric', { metrics: [{ key: 'bought', role: 'secondary' }] }, 'experiments/no-primary-metric'],
    ['on a rule that is not there', { ruleId: 'none' }, 'experiments/rule-not-found'],
    ['on a rule of another experiment', { ruleId: 'unbound' }, 'experiments/rule-not-bound'],
    ['with a control that is not split', { control: 'green' }, 'experiments/rule-not-bound'],
  ]
  for (const [at, [name, more, code]] of refused.entries())
    test(`does not start ${name}`, async () => {
      await stage.made(`refused-${at}`, more)
      expectProblem(await stage.step(`refused-${at}`, 'start'), code)
      expectStatus(await stage.admin.http.delete(`/api/experiments/refused-${at}`), 204)
      expectProblem(await stage.admin.http.get(`/api/experiments/refused-${at}`), 'experiments/experiment-not-found')
    })

  test('is refused with what is wrong of it, and nothing is written', async () => {
    await stage.made('taken')
    const seen = await stage.server.watch()
    const unknown = await stage.admin.http.post(
      '/api/experiments',
      draftOf('another', { metrics: [{ key: 'no', role: 'primary' }] }),
    )
    expectProblem(unknown, 'experiments/unknown-metric')
    assert.equal(unknown.body.errors[0].pointer, '/metrics/0/key')
    for (const key of ['taken', 'power', 'metrics', 'new'])
      expectProblem(await stage.admin.http.post('/api/experiments', draftOf(key)), 'experiments/key-taken')
    const nobody = { ownerId: '00000000-0000-7000-8000-000000000000' }
    expectProblem(
      await stage.admin.http.post('/api/experiments', draftOf('another', nobody)),
      'experiments/unknown-owner',
    )
    expectProblem(await stage.admin.http.get('/api/experiments/taken/results'), 'experiments/no-results')
    assert.deepEqual(await seen(), noEffects)
  })
})

describe('a metric', () => {
  const source = (more: object) => ({
    ...{ from: 'product', event: 'content.entry.published', unit: 'entryId', value: 'version', ...more },
  })
  const cases: readonly (readonly [string, object, string])[] = [
    ['an event that is not there', { numerator: source({ event: 'no.such' }) }, '/numerator/event'],
    ['a unit that is not there', { numerator: source({ unit: 'readerId' }) }, '/numerator/unit'],
    ['a unit that is a number', { numerator: source({ unit: 'version' }) }, '/numerator/unit'],
    ['no unit', { numerator: source({ unit: null }) }, '/numerator/unit'],
    ['a value by a way through nothing', { numerator: source({ value: 'version.constructor' }) }, '/numerator/value'],
    ['a client’s member', { numerator: client('purchase', 'total') }, '/numerator/value'],
    ['a ratio of one part', { kind: 'ratio', numerator: source({}) }, '/denominator'],
    ['a conversion with a value', { kind: 'conversion', numerator: source({}) }, '/numerator/value'],
  ]
  for (const [name, more, pointer] of cases)
    test(`is not made of ${name}`, async () => {
      const wanted = { key: 'wrong', title: 'Wrong', kind: 'mean', desired: 'increase', ...more }
      const answer = await stage.admin.http.post('/api/experiment-metrics', wanted)
      assert.deepEqual([answer.status, answer.body.errors[0].pointer], [422, pointer], JSON.stringify(answer.body))
    })

  test('is made of events of the product, changed in how it is measured, and archived', async () => {
    const wanted = { key: 'versions', title: 'Versions', kind: 'mean', desired: 'increase', numerator: source({}) }
    expectStatus(await stage.admin.http.post('/api/experiment-metrics', wanted), 201)
    const path = '/api/experiment-metrics/versions'
    const changed = expectStatus(await stage.admin.http.patch(path, { version: 1, windowHours: 24 }), 200)
    assert.deepEqual([changed.windowHours, changed.version], [24, 2])
    expectProblem(await stage.admin.http.patch(path, { version: 1, windowHours: 25 }), 'experiments/changed-since')
    await stage.made('of-versions', { metrics: [{ key: 'versions', role: 'primary' }] })
    const { usedBy } = expectStatus(await stage.admin.http.get(path), 200)
    assert.deepEqual(usedBy, [{ key: 'of-versions', title: 'About of-versions' }])
    expectProblem(await stage.admin.http.delete(path), 'experiments/metric-in-use')
    expectStatus(await stage.admin.http.delete('/api/experiments/of-versions'), 204)
    expectStatus(await stage.admin.http.delete(path), 204)
    const keysOf = async (query: string): Promise<string[]> => {
      const { items } = expectStatus(await stage.admin.http.get(`/api/experiment-metrics${query}`), 200)
      return items.map(({ key }: { key: string }) => key)
    }
    assert.ok(!(await keysOf('')).includes('versions'))
    assert.deepEqual(await keysOf('?archived=true'), ['versions'])
    for (const key of ['events', 'new'])
      expectProblem(await stage.admin.http.post('/api/experiment-metrics', { ...wanted, key }), 'experiments/key-taken')
    const events = expectStatus(await stage.admin.http.get('/api/experiment-metrics/events'), 200).items
    assert.ok(events.some(({ name }: { name: string }) => name === 'identity.user.verified'))
  })
})

describe('an exposure', () => {
  test('is taken or refused by itself, and kept once', async () => {
    await stage.running('rows')
    const row = { experiment: 'rows', variant: 'control', targetingKey: 'one' }
    const answer = await stage.report('exposures', [
      row,
      row,
      { ...row, experiment: 'no-such' },
      { ...row, variant: 'green' },
      { ...row, at: ago(DAY_MS) },
      { ...row, at: ago(-HOUR_MS) },
    ])
    assert.deepEqual(answer, {
      accepted: 2,
      refused: [
        { index: 2, code: 'not-running' },
        { index: 3, code: 'unknown-variant' },
        { index: 4, code: 'not-now' },
        { index: 5, code: 'not-now' },
      ],
    })
    const event = { id: 'e', event: 'purchase', targetingKey: 'one', value: 1 }
    const told = await stage.report('events', [event, { ...event, event: 'unheard' }, { ...event, at: ago(-HOUR_MS) }])
    assert.deepEqual(told, {
      accepted: 1,
      refused: [
        { index: 1, code: 'not-counted' },
        { index: 2, code: 'not-now' },
      ],
    })
    expectProblem(
      await stage.admin.http.post('/api/experiments/exposures', { exposures: times(1001, () => row) }),
      'http/invalid',
    )
  })

  test('of flags that are not measured, or of nobody, is none', async () => {
    await stage.running('served')
    stage.got('served', 'control', 'one', { environment: 'staging' })
    stage.got('served', 'control', 'two', { flag: 'another' })
    stage.got('served', 'green', 'three')
    stage.got('served', 'control', '')
    stage.got('served', 'control', 'four', { experiment: undefined })
    stage.got('served', 'treatment', 'five')
    const found = await stage.results('served')
    assert.deepEqual(
      [variantOf(found, 'bought', 'control').units, variantOf(found, 'bought').units, found.mixedUnits],
      [0, 1, 0],
    )
  })

  test('never waits for room: what finds none is counted and told', async () => {
    await stage.running('flood')
    const counted: number[] = []
    const { db } = stage.server.app
    const pseudonyms = createPseudonyms(createSecretKey(Buffer.alloc(32)))
    const lost = { inc: (by: number) => counted.push(by) }
    const { log } = createLog({ ...stage.server.config.telemetry, version: '0' }, () => undefined)
    const recorder = createRecorder({ db, log, pseudonyms, lost }, 500)
    for (let at = 0; at < 507; at += 1)
      recorder.record({
        ...{ flag: 'flood', environment: 'production', experiment: 'flood' },
        ...{ variant: at % 2 === 0 ? 'control' : 'treatment', context: { targetingKey: `flood-${at}` } },
      })
    await recorder.stop()
    const found = await stage.results('flood')
    assert.equal(variantOf(found, 'bought', 'control').units + variantOf(found, 'bought').units, 500)
    assert.equal(counted.length, 7)
    assert.equal(found.lostExposures, 7)
    assert.ok(found.warnings.some(({ code }: { code: string }) => code === 'exposures-lost'))
  })
})

describe('an alarm', () => {
  test('of an uneven split is mailed to the owner once', async () => {
    await stage.running('uneven')
    await stage.report('exposures', [
      ...times(250, (at) => ({ experiment: 'uneven', variant: 'control', targetingKey: `uneven-c${at}` })),
      ...times(400, (at) => ({ experiment: 'uneven', variant: 'treatment', targetingKey: `uneven-t${at}` })),
    ])
    const seen = await stage.server.watch()
    for (let look = 0; look < 2; look += 1) assert.equal((await stage.results('uneven')).sampleRatio.isMismatch, true)
    assert.deepEqual(await seen(), {
      audit: ['experiments.experiment.sample-ratio-mismatch'],
      events: ['experiments.alarm.raised'],
      mails: ['experiments.alarm'],
    })
  })

  test('of a harmed guardrail switches the flag off and ends the phase, once it is certain', async () => {
    const metrics = [
      { key: 'bought', role: 'primary' },
      { key: 'crashed', role: 'guardrail', margin: 0.1, switchOff: true },
    ]
    await stage.running('harmful', { metrics })
    const shown = (arm: string, at: number) => ({
      experiment: 'harmful',
      variant: arm,
      targetingKey: `harmful-${arm}${at}`,
    })
    await stage.report(
      'exposures',
      ['control', 'treatment'].flatMap((arm) => times(400, (at) => shown(arm, at))),
    )
    const crash = (arm: string, at: number) => {
      const { targetingKey } = shown(arm, at)
      return { id: targetingKey, event: 'crash', targetingKey }
    }
    await stage.report('events', [
      ...times(80, (at) => crash('control', at)),
      ...times(130, (at) => crash('treatment', at)),
    ])
    const doubtful = await stage.results('harmful')
    assert.equal(doubtful.metrics[1].isHarmed, false)
    assert.ok(variantOf(doubtful, 'crashed').effect.chanceToWin < 0.05)
    await stage.report(
      'events',
      times(200, (at) => crash('treatment', 130 + at)),
    )
    const seen = await stage.server.watch()
    const found = await stage.results('harmful')
    assert.equal(found.metrics[1].isHarmed, true)
    assert.deepEqual(await seen(), {
      audit: ['flags.flag.switched-off', 'experiments.experiment.stopped', 'experiments.experiment.guardrail-harmed'],
      events: ['experiments.alarm.raised'],
      mails: ['experiments.alarm'],
    })
    const reason = 'A guardrail of the experiment harmful was harmed: crashed'
    assert.deepEqual(stage.switchedOff, [{ flag: 'harmful', environment: 'production', reason }])
    const { state, phases } = await stage.read('harmful')
    assert.deepEqual([state, phases[0].reason], ['stopped', reason])
  })
})

describe('who may', () => {
  test('is said by three permissions', async () => {
    const plain = await stage.server.people.signedIn()
    for (const answer of [
      await plain.http.get('/api/experiments'),
      await plain.http.post('/api/experiments', draftOf('mine')),
      await plain.http.post('/api/experiments/exposures', {
        exposures: [{ experiment: 'rows', variant: 'control', targetingKey: 'x' }],
      }),
    ])
      expectProblem(answer, 'http/denied')
  })
})

describe('the list', () => {
  const filters: readonly (readonly [string, readonly string[]])[] = [
    ['state=concluded&limit=1', ['life']],
    ['flag=uneven', ['uneven']],
    ['search=UNEV', ['uneven']],
    ['search=about%20harm', ['harmful']],
    ['search=%25', []],
    ['flag=uneven&environment=staging', []],
  ]
  test('is narrowed by state, flag, environment and words', async () => {
    for (const [filter, keys] of filters) {
      const { items } = expectStatus(await stage.admin.http.get(`/api/experiments?${filter}`), 200)
      assert.deepEqual(
        items.map(({ key }: { key: string }) => key),
        keys,
        filter,
      )
    }
  })

  test('says of each how much was measured and what alarms there are, of its last phase alone', async () => {
    const standingOf = async (key: string) => {
      const { standing } = await stage.read(key)
      return standing && [standing.units, standing.mixedUnits, standing.alarms]
    }
    assert.deepEqual(await standingOf('uneven'), [650, 0, ['sample-ratio-mismatch']])
    assert.deepEqual(await standingOf('harmful'), [800, 0, ['guardrail-harmed']])
    expectStatus(await stage.step('harmful', 'start'), 200)
    assert.equal(await standingOf('harmful'), null)
  })
})

describe('the power calculator', () => {
  test('says how long to measure', async () => {
    const question = { mean: 0.1, sd: null, effect: 0.1, groups: 2, alpha: 0.05, power: 0.8, looks: 'fixed' }
    const answer = await stage.admin.http.post('/api/experiments/power', {
      ...question,
      unitsPerDay: 1000,
      unitsPerGroup: 5000,
    })
    const { unitsPerGroup, units, days, atUnits } = expectStatus(answer, 200)
    assert.deepEqual([unitsPerGroup, units, days], [14_749, 29_498, 30])
    assert.ok(atUnits.power > 0.35 && atUnits.power < 0.4 && atUnits.effect > 0.16, JSON.stringify(atUnits))
  })
})
