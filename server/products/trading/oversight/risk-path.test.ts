import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decimal, formatDecimal } from '../../../kernel/decimal.ts'
import { type DrawdownRule, type RiskPoint, type RiskProfile, riskFigures } from './risk-path.ts'

const none: RiskProfile = {
  ...{ dailyLoss: null, drawdown: null, bestDayShare: null, daysMin: null, profitTarget: null },
  warnAt: decimal('0.8'),
}

/** Points written as `1 +500` for what was realised on the first of March, `1 ~-200` for a mark, `1 $-9` for cash, `1 +5/+90` for what stays open. */
function pointsOf(written: string): RiskPoint[] {
  const words = written.split(',').flatMap((point) => (point.trim() === '' ? [] : [point.trim().split(' ')]))
  const read = (amount: string) => decimal(amount.replace(/^[~$+]+/, ''))
  return words.map(([day = '', written = ''], at) => {
    const [amount = '', open] = written.split('/')
    const kind = amount.startsWith('~') ? 'marked' : amount.startsWith('$') ? 'cash' : 'realised'
    const point = { kind, atMs: at, day: `2026-03-0${day}`, amount: read(amount) } as const
    return open === undefined ? point : { ...point, open: read(open) }
  })
}

/** What stands in the session of the last point, or of `today`: rule, status, place of the breach, actual, allowed. */
function standing(profile: Partial<RiskProfile>, written: string, today?: number): unknown[] {
  const points = pointsOf(written)
  const day = today === undefined ? (points.at(-1)?.day ?? '2026-03-01') : `2026-03-0${today}`
  const [found] = riskFigures({ ...none, ...profile }, decimal('50000'), points, day).statuses
  if (found === undefined) return []
  const { status, breachedAtMs, actual, allowed } = found
  return [status, breachedAtMs, formatDecimal(actual), formatDecimal(allowed)]
}

type Case = readonly [name: string, points: string, expected: readonly unknown[], today?: number]

function holds(title: string, profile: Partial<RiskProfile>, cases: readonly Case[]): void {
  describe(title, () => {
    for (const [name, points, expected, today] of cases)
      test(name, () => assert.deepEqual(standing(profile, points, today), expected))
  })
}

const drawdown = (kind: DrawdownRule['kind'], lockAt: string | null = null): Partial<RiskProfile> => {
  return { drawdown: { kind, amount: decimal('2000'), lockAt: lockAt === null ? null : decimal(lockAt) } }
}

holds('the loss of a session', { dailyLoss: decimal('1000') }, [
  ['is nothing before anything happened', '', ['ok', null, '0', '1000']],
  ['counts from what the session began with', '1 +900, 2 -799.99', ['ok', null, '799.99', '1000']],
  ['warns from the given part on', '1 -500, 1 -300', ['warning', null, '800', '1000']],
  ['is breached by the fill that reaches it', '1 -600, 1 -400, 1 -100', ['breached', 1, '1100', '1000']],
  ['is breached within the session, whatever it ends with', '1 -1000, 1 +5000', ['breached', 0, '0', '1000']],
  ['is breached by what was open, too', '1 +100, 1 ~-1100, 1 +400', ['breached', 1, '0', '1000']],
  ['begins anew with the next session', '1 -900, 2 -200', ['ok', null, '200', '1000']],
  ['begins anew where nothing happened yet', '1 -900', ['ok', null, '0', '1000'], 2],
  ['stays breached in the next session', '1 -1000', ['breached', 0, '0', '1000'], 2],
])

holds('a static floor', drawdown('static'), [
  ['stays where it is', '1 +3000, 2 -3000', ['ok', null, '50000', '48000']],
  ['warns when little is left', '1 -1600', ['warning', null, '48400', '48000']],
  ['is breached when equity reaches it', '1 -1000, 2 -999.99, 2 ~-0.01', ['breached', 2, '48000', '48000']],
  ['tells when it was reached first', '1 -2000, 1 +500, 2 -700', ['breached', 0, '47800', '48000']],
])

holds('a floor under the closes of sessions', drawdown('trailing_end_of_day'), [
  ['does not move within a session', '1 +3000, 1 -3500', ['ok', null, '49500', '48000']],
  ['rises with the close', '1 +3000, 2 -1999', ['warning', null, '51001', '51000']],
  ['is breached within the next', '1 +3000, 2 -2000, 2 +500', ['breached', 1, '51500', '51000']],
  ['does not rise with marks', '1 +100, 1 ~+5000', ['ok', null, '55100', '48000']],
  ['does not fall', '1 +3000, 2 -1000, 3 -500', ['ok', null, '51500', '51000']],
  ['has risen where nothing happened yet', '1 +3000', ['ok', null, '53000', '51000'], 2],
])

holds('a floor under the highest point', drawdown('trailing_intraday'), [
  ['rises at once', '1 +3000, 1 -1999', ['warning', null, '51001', '51000']],
  ['rises with marks', '1 ~+1500, 1 -500', ['breached', 1, '49500', '49500']],
  ['counts what stays open beside what is realised', '1 ~+5000, 1 +2500/+2400', ['ok', null, '54900', '53000']],
  ['carries what is open into the next session', '1 ~+1500', ['ok', null, '51500', '49500'], 2],
])

holds('a floor that locks', drawdown('trailing_intraday', '100'), [
  ['trails before', '1 +2000, 1 -500', ['ok', null, '51500', '50000']],
  ['stays at the start and the buffer then', '1 +9000, 2 -8000', ['ok', null, '51000', '50100']],
  ['is breached there', '1 +9000, 2 -8900', ['breached', 1, '50100', '50100']],
])

holds('the best day', { bestDayShare: decimal('0.5') }, [
  ['asks nothing without profit', '1 +500, 2 -500', ['ok', null, '500', '0']],
  ['is all of it on the first day', '1 +500', ['breached', 0, '500', '250']],
  ['may have its share', '1 +500, 2 +500', ['warning', null, '500', '500']],
  ['is mended by later profit', '1 +500, 2 +400, 3 +400', ['ok', null, '500', '650']],
  ['has too much since it last did', '1 +500, 2 +500, 3 -100, 4 +50', ['breached', 2, '500', '475']],
  ['counts the whole day', '1 +900, 1 -500, 2 +500', ['breached', 0, '500', '450']],
])

holds('the fewest days', { daysMin: 2 }, [
  ['warn until they are reached', '1 +1, 1 +1, 2 ~+5', ['warning', null, '1', '2']],
  ['are days on which something was realised', '1 +1, 3 -1', ['ok', null, '2', '2']],
  ['are not days on which only cash moved', '1 +1, 3 $-1', ['warning', null, '1', '2']],
])

holds('the profit to reach', { profitTarget: decimal('500') }, [
  ['warns before', '1 +600, 2 -101', ['warning', null, '499', '500']],
  ['is reached with what it asks for', '1 +600, 1 $-100', ['ok', null, '500', '500']],
  ['does not count what is open', '1 ~+900', ['warning', null, '0', '500']],
])

test('sessions tell where they began, how low they went and how close to the floor', () => {
  const profile = { ...none, ...drawdown('trailing_end_of_day') }
  const { days } = riskFigures(profile, decimal('50000'), pointsOf('1 +1000, 2 ~-700, 2 +100'), '2026-03-04')
  const shown = days.map(({ day, floor, roomLeast, ...amounts }) => [
    ...[day, amounts.start, amounts.low, amounts.close, amounts.realised, amounts.loss, floor, roomLeast].map((one) =>
      one === null || typeof one === 'string' ? one : formatDecimal(one),
    ),
  ])
  assert.deepEqual(shown, [
    ['2026-03-01', '50000', '50000', '51000', '1000', '0', '48000', '2000'],
    ['2026-03-02', '51000', '50300', '51100', '100', '700', '49000', '1300'],
    ['2026-03-04', '51100', '51100', '51100', '0', '0', '49100', '2000'],
  ])
})

test('rules are told in one order, and those that are not set not at all', () => {
  const profile = {
    ...none,
    dailyLoss: decimal('1'),
    bestDayShare: decimal('1'),
    daysMin: 1,
    ...drawdown('static'),
    profitTarget: decimal('1'),
  }
  const rules = (one: RiskProfile): string[] =>
    riskFigures(one, decimal('0'), [], '2026-03-01').statuses.map(({ rule }) => rule)
  assert.deepEqual(rules(profile), ['daily_loss', 'drawdown', 'best_day', 'days', 'profit_target'])
  assert.deepEqual(rules(none), [])
})
