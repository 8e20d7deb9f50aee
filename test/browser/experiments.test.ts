import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { differenceInWords, intervalInWords } from '../../console/src/experiments/figures.ts'
import { times } from '../support/experiments.ts'
import { expectStatus } from '../support/music.ts'
import type { Person } from '../support/people.ts'
import { appears, browser, isForAll, openStage, type Stage, type Visitor } from './stage.ts'

const FLAG = {
  ...{ key: 'checkout', title: 'Checkout', type: 'string' },
  variants: ['long', 'short'].map((key) => ({ key, value: key })),
}
const TARGETING = {
  ...{ enabled: true, offVariant: 'long', prerequisites: [], fallthrough: { variant: 'long' } },
  rules: [
    {
      ...{ id: 'halves', description: 'Everybody' },
      serve: { split: { weights: FLAG.variants.map(({ key }) => ({ variant: key, weight: 50_000 })) } },
    },
  ],
}

describe('somebody who experiments', { skip: browser.skip }, () => {
  let stage: Stage
  let administrator: Person
  before(async () => {
    stage = await openStage()
    administrator = await stage.server.people.signedIn('administrator')
    const { http } = administrator
    expectStatus(await http.post('/api/flags', FLAG), 201)
    const path = '/api/flags/checkout/environments/staging'
    const { version } = expectStatus(await http.get(path), 200)
    expectStatus(await http.put(path, { version, targeting: TARGETING }), 200)
    const refunded = { from: 'client', event: 'refund', unit: null, value: null }
    const guardrail = { key: 'refunded', title: 'Refunded', kind: 'conversion', desired: 'decrease' }
    expectStatus(await http.post('/api/experiment-metrics', { ...guardrail, numerator: refunded }), 201)
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  /** 400 people of each variant, of whom 20 % and 35 % bought, and nearly all of one and none of the other are refunded. */
  async function dataArrives(): Promise<void> {
    const people = times(800, (at) => ({ at, variant: at % 2 === 0 ? 'long' : 'short', targetingKey: `person-${at}` }))
    const exposures = people.map(({ variant, targetingKey }) => ({
      experiment: 'short-checkout',
      variant,
      targetingKey,
    }))
    const events = people.flatMap(({ at, variant, targetingKey }) => {
      const bought = at % 40 < (variant === 'long' ? 8 : 14)
      const told = (event: string) => ({ id: `${targetingKey} ${event}`, event, targetingKey, value: 10 + (at % 7) })
      return [...(bought ? [told('purchase')] : []), ...(at % 20 === 0 ? [told('refund')] : [])]
    })
    for (const [what, rows] of [
      ['exposures', exposures],
      ['events', events],
    ] as const)
      expectStatus(await administrator.http.post(`/api/experiments/${what}`, { [what]: rows }), 200)
  }

  async function makesMetric({ page, open }: Visitor): Promise<void> {
    await open('/experiments')
    await page.getByRole('link', { name: 'Metrics' }).click()
    await page.getByRole('link', { name: 'New metric' }).click()
    await page.getByRole('button', { name: 'Make the metric' }).click()
    await page.getByText('Name the event').waitFor()
    await page.getByLabel('Title').fill('Purchased')
    await page.getByLabel('Key').fill('purchased')
    await page.getByLabel('Event', { exact: true }).fill('purchase')
    await isForAll(page)
    await page.getByRole('button', { name: 'Make the metric' }).click()
    const metrics = page.getByRole('list', { name: 'Metrics' })
    assert.ok(await appears(metrics.getByText('purchase, told by clients')))
    await isForAll(page)
  }

  async function draftsExperiment({ page, open }: Visitor): Promise<void> {
    await open('/experiments/new')
    await page.getByLabel('Title').fill('A shorter checkout')
    await page.getByLabel('Key').fill('short-checkout')
    await page.getByLabel('Hypothesis').fill('Fewer fields, more purchases.')
    await page.getByRole('combobox', { name: 'Flag' }).click()
    await page.getByRole('option', { name: 'checkout' }).click()
    await page.getByLabel('Rule').selectOption('staging: Everybody (long 50%, short 50%)')
    await page.getByLabel('Metric 1', { exact: true }).selectOption('Purchased')
    await page.getByRole('button', { name: 'Add a metric' }).click()
    await page.getByLabel('Metric 2', { exact: true }).selectOption('Refunded')
    await page.getByLabel('Role').nth(1).selectOption('Guardrail')
    await page.getByLabel('Method').selectOption('Frequentist')
    await page.getByLabel('Differences are told').selectOption('In the metric’s own unit')
    await page.getByRole('button', { name: 'Compute it' }).click()
    await page.getByText('14,749 people for each variant, 29,498 together: 30 days.').waitFor()
    await isForAll(page)
    await page.getByRole('button', { name: 'Plan for 29,498' }).click()
    await page.getByRole('button', { name: 'Draft the experiment' }).click()
    await page.getByRole('heading', { name: 'A shorter checkout' }).waitFor()
  }

  test('makes a metric, drafts, starts, reads what came of it, and stops with a decision', async () => {
    const visitor = await stage.visitor()
    const { page, open } = visitor
    await visitor.signIn(administrator)
    await makesMetric(visitor)
    await draftsExperiment(visitor)

    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByRole('button', { name: 'Start it' }).click()
    assert.ok(await appears(page.getByText('The rule is not made for this experiment')))
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Bind the rule' }).click()
    await page.getByText('It stands on staging: Everybody (long 50%, short 50%).').waitFor()
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByRole('button', { name: 'Start it' }).click()
    await page.getByText('Nothing has been computed yet').waitFor()

    await dataArrives()
    await page.getByRole('button', { name: 'Compute anew' }).click()
    const purchased = page.getByRole('region', { name: 'Purchased', exact: true })
    await purchased.waitFor()
    const found = expectStatus(await administrator.http.get('/api/experiments/short-checkout/results'), 200)
    const [{ variants }] = found.metrics
    const { effect, units } = variants[1]
    const shown = { kind: 'conversion', difference: 'absolute' } as const
    const difference = differenceInWords(shown, effect.estimate)
    const interval = intervalInWords(shown, effect)
    assert.deepEqual([difference, units], ['+15.00 points', 400])
    assert.ok(
      await appears(
        purchased.getByText(`short is better than long: higher by 15.00 points; 95% confidence interval ${interval}.`),
      ),
    )
    const spot = purchased.getByRole('img', { name: /^short: / })
    assert.equal(
      await spot.getAttribute('aria-label'),
      `short: Difference ${difference}, Interval ${interval}, p below 0.0001, Sample 400`,
    )
    await spot.focus()
    await purchased.locator('dd', { hasText: interval }).waitFor()
    const row = purchased
      .getByRole('table')
      .first()
      .getByRole('row', { name: /^short/ })
    assert.deepEqual(await row.getByRole('cell').allTextContents(), [
      ...['400', '35.00%', difference, interval, 'below 0.0001', 'Better'],
    ])
    const sample = page.getByRole('region', { name: 'Sample', exact: true })
    assert.ok(await appears(sample.getByText('800 of 29,498 planned')))
    assert.ok(await appears(page.getByRole('list', { name: 'Guardrails' }).getByText('Holds')))
    await isForAll(page)

    await stage.server.app.db.raw(
      `INSERT INTO experiments.result (experiment_id, phase, day, computed_at, body)
       SELECT experiment_id, phase, day - 1, computed_at - interval '1 day', body FROM experiments.result`,
    )
    await open('/experiments/short-checkout')
    const byDay = page.getByRole('slider', { name: 'Purchased, short by day, in points, place' })
    await byDay.focus()
    await byDay.press('Home')
    assert.match(
      (await byDay.getAttribute('aria-valuetext')) ?? '',
      /Difference \+15\.00 points · From .* · Sample 400$/,
    )
    await isForAll(page)

    await page.getByRole('link', { name: 'Change' }).click()
    const title = page.getByRole('textbox', { name: 'Title' })
    await title.fill('Fewer fields at the checkout')
    const { version } = expectStatus(await administrator.http.get('/api/experiments/short-checkout'), 200)
    const theirs = { version, hypothesis: 'Something else.' }
    expectStatus(await administrator.http.patch('/api/experiments/short-checkout', theirs), 200)
    await page.getByRole('button', { name: 'Save' }).click()
    assert.ok(await appears(page.getByRole('alert').getByText('Hypothesis', { exact: true })))
    assert.equal(await title.inputValue(), 'Fewer fields at the checkout')
    await page.getByRole('button', { name: 'Save mine on top of it' }).click()
    await page.getByRole('heading', { name: 'Fewer fields at the checkout', exact: true }).waitFor()

    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await page.getByRole('button', { name: 'Stop it' }).click()
    await page.getByText('Say why').waitFor()
    await page.getByLabel('Why').fill('As planned')
    await page.getByRole('button', { name: 'Stop it' }).click()
    await page.getByRole('button', { name: 'Conclude' }).click()
    await page.getByLabel('Decision').selectOption('short won')
    await page.getByLabel('What was learnt').fill('Fewer fields sell more.')
    await isForAll(page)
    await page.getByRole('button', { name: 'Conclude it' }).click()
    await page.getByText('It is concluded.').waitFor()
    assert.ok(await appears(page.getByRole('alert', { name: 'short won' }).getByText('Fewer fields sell more.')))
    const over = expectStatus(await administrator.http.get('/api/experiments/short-checkout'), 200)
    assert.deepEqual([over.state, over.winner, over.phases[0].reason], ['concluded', 'short', 'As planned'])

    await open('/experiments')
    await page.getByLabel('State').selectOption('Running')
    await page.getByText('Nothing found').waitFor()
    await page.getByLabel('State').selectOption('Concluded')
    assert.ok(await appears(page.getByText('Winner: short')))
    assert.match(page.url(), /state=concluded/)
    await isForAll(page)
  })
})
