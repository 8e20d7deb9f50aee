import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { bayesian, frequentist, type Prior, sequential } from './analyses.ts'
import { chiSquareAbove, normalAbove, normalQuantile, studentAbove, studentQuantile } from './distributions.ts'
import { type Difference, type Effect, effectOf } from './effect.ts'
import { mismatchP } from './mismatch.ts'
import { detectable, powerOf, unitsFor } from './power.ts'
import { type Sample, unadjusted } from './samples.ts'

const near = (actual: number, expected: number, relative = 1e-12, absolute = 0) =>
  assert.ok(
    Math.abs(actual - expected) <= Math.max(relative * Math.abs(expected), absolute),
    `${actual} is not ${expected}`,
  )

describe('distributions', () => {
  /** By arbitrary-precision arithmetic of 40 digits. */
  const tails: readonly (readonly [string, number, number])[] = [
    ['normal -3', normalAbove(-3), 0.9986501019683699],
    ['normal 0.1', normalAbove(0.1), 0.460172162722971],
    ['normal 5', normalAbove(5), 2.866515718791939e-7],
    ['normal 12', normalAbove(12), 1.776482112077679e-33],
    ['normal 37', normalAbove(37), 5.725571222524577e-300],
    ['t 0.3 by 3.7', studentAbove(0.3, 3.7), 0.39013374356573116],
    ['t 2.5 by 12', studentAbove(2.5, 12), 0.013957699785662627],
    ['t 6 by 48.6', studentAbove(6, 48.6), 1.2026174487022364e-7],
    ['t 1.96 by 1000', studentAbove(1.96, 1000), 0.025136592477874357],
    ['t 4 by 250,000.5', studentAbove(4, 250_000.5), 3.168034319935125e-5],
    ['t 8 by 1,000,000', studentAbove(8, 1e6), 6.22753171660126e-16],
    ['t -1.2 by 9', studentAbove(-1.2, 9), 0.8696134013047692],
    ['chi-square 0.5 by 1', chiSquareAbove(0.5, 1), 0.4795001221869535],
    ['chi-square 9.49 by 4', chiSquareAbove(9.49, 4), 0.049953131223294894],
    ['chi-square 60 by 7', chiSquareAbove(60, 7), 1.509555302298912e-10],
    ['chi-square 900 by 1000', chiSquareAbove(900, 1000), 0.9892827619087102],
    ['quantile of normal 0.975', normalQuantile(0.975), 1.9599639845400538],
    ['quantile of normal 1e-10', normalQuantile(1e-10), -6.361340902404057],
    ['quantile of t 0.975 by 10', studentQuantile(0.975, 10), 2.2281388519862744],
    ['quantile of t 0.995 by 4.3', studentQuantile(0.995, 4.3), 4.3919667076840545],
    ['quantile of t 0.975 by 123,456', studentQuantile(0.975, 123_456), 1.9599832002451865],
  ]
  for (const [name, actual, expected] of tails) test(name, () => near(actual, expected))

  test('have their closed forms: Cauchy, t by 2, chi-square by 2 and 4', () => {
    for (const x of [0.01, 0.7, 1, 3, 20, 400]) {
      near(studentAbove(x, 1), Math.atan(1 / x) / Math.PI)
      near(studentAbove(x, 2), 1 / ((2 + x * x) * (1 + x / Math.sqrt(2 + x * x))))
      near(chiSquareAbove(x, 2), Math.exp(-x / 2))
      near(chiSquareAbove(x, 4), Math.exp(-x / 2) * (1 + x / 2))
    }
  })

  test('and quantiles undo one another', () => {
    for (const p of [1e-200, 1e-12, 0.001, 0.3, 0.5, 0.9, 0.999_999]) {
      near(1 - normalAbove(normalQuantile(p)), p, 1e-12, 1e-15)
      for (const freedom of [1.5, 30, 5e5])
        near(1 - studentAbove(studentQuantile(p, freedom), freedom), p, 1e-12, 1e-15)
    }
    assert.deepEqual([normalQuantile(0), normalQuantile(1)], [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])
  })
})

const conversion = (n: number, converted: number): Sample => ({ kind: 'proportion', n, mean: converted / n })
const effect = (control: Sample, treatment: Sample, difference: Difference = 'absolute'): Effect => {
  const found = effectOf(control, treatment, difference)
  if (typeof found === 'string') throw new TypeError(found)
  return found
}

describe('analyses', () => {
  test('of a flat prior are the likelihood; of a sharp one the belief; of an equal one half way', () => {
    const seen = effect(conversion(1000, 100), conversion(1000, 130))
    const flat = bayesian(seen, null, 0.05)
    near(flat.estimate, 0.03)
    near(flat.chanceAbove, 1 - normalAbove(0.03 / seen.standardError))
    const sharp = bayesian(seen, { mean: 0.01, sd: 1e-9, difference: 'absolute' }, 0.05)
    near(sharp.estimate, 0.01, 1e-6)
    const equal = bayesian(seen, { mean: 0, sd: seen.standardError, difference: 'absolute' }, 0.05)
    near(equal.estimate, 0.015)
    near(equal.standardError, seen.standardError / Math.SQRT2)
    const relative = bayesian(seen, { mean: 0, sd: seen.standardError / 0.1, difference: 'relative' }, 0.05)
    near(relative.estimate, equal.estimate)
  })

  test('tell the risk of either choice, to the far tails', () => {
    const at = (z: number) =>
      bayesian({ estimate: z, standardError: 1, freedom: 9, n: 10, level: 1, difference: 'absolute' }, null, 0.05).risk
    near(at(0).control, 1 / Math.sqrt(2 * Math.PI))
    near(at(0).treatment, at(0).control)
    for (const z of [-40, -36.9, -3, 0.2, 5, 37.1]) near(at(z).control - at(z).treatment, z)
    near(at(5).treatment, 5.346165533833813e-8, 1e-10)
    assert.deepEqual(at(38), { control: 38, treatment: 0 })
  })

  test('of unequal groups take the degrees of freedom of Welch and Satterthwaite', () => {
    const a: Sample = { kind: 'mean', n: 15, mean: 20.82, variance: 7.9 }
    const b: Sample = { kind: 'mean', n: 10, mean: 23, variance: 3.8 }
    const found = effect(a, b)
    near(found.freedom, (7.9 / 15 + 0.38) ** 2 / ((7.9 / 15) ** 2 / 14 + 0.38 ** 2 / 9))
    const { p, interval } = frequentist(found, 0.05)
    near(p, 2 * studentAbove(2.18 / Math.sqrt(7.9 / 15 + 0.38), found.freedom))
    near((interval[0] + interval[1]) / 2, 2.18)
  })

  test('adjusted by what was before have the variance that is left, and find what noise hides', () => {
    const random = seeded(7)
    const of = (lift: number): Sample => {
      const rows = Array.from({ length: 4000 }, () => {
        const before = 10 + 3 * gaussian(random)
        return { before, after: before + lift + gaussian(random) }
      })
      return adjusted(rows)
    }
    const [control, treatment] = [of(0), of(0.2)]
    const found = effect(control, treatment)
    near(found.standardError, Math.sqrt(2 / 4000), 0.03)
    near(found.estimate, 0.2, 0, 4 * found.standardError)
    const relative = effect(control, treatment, 'relative')
    near(relative.estimate * relative.level, found.estimate)
    if (control.kind !== 'adjusted' || treatment.kind !== 'adjusted') throw new TypeError('both are adjusted')
    const plain = effect(
      { kind: 'mean', n: control.n, ...control.after },
      { kind: 'mean', n: treatment.n, ...treatment.after },
    )
    assert.ok(plain.standardError > 3 * found.standardError)
  })

  test('of a ratio, adjusted by the same ratio before, lose the share of variance that was known before', () => {
    const random = seeded(23)
    // Sessions by person, and what each session brings: a liking of the person, the same before and after, and chance.
    const explained = 0.8
    const of = (lift: number, n: number) =>
      parted(
        Array.from({ length: n }, () => {
          const [sessions, liking] = [5 + Math.floor(3 * random()), gaussian(random) * Math.sqrt(Math.sqrt(explained))]
          const chance = () => gaussian(random) * Math.sqrt(1 - Math.sqrt(explained))
          const brought = (level: number) => sessions * (level + liking + chance())
          return { value: brought(10 + lift), divisor: sessions, before: brought(10), before_divisor: sessions }
        }),
      )
    const [control, treatment] = [of(0, 20_000), of(0.1, 20_000)]
    const [found, plain] = [effect(control, treatment), effect(unadjusted(control), unadjusted(treatment))]
    near(1 - (found.standardError / plain.standardError) ** 2, explained, 0.02)
    near(found.estimate, 0.1, 0, 3 * found.standardError)
    assert.ok(plain.standardError > 2 * found.standardError)
    const errors = Array.from({ length: 200 }, () => {
      const seen = effect(of(0, 200), of(0.1, 200))
      return ((seen.estimate - 0.1) / seen.standardError) ** 2
    })
    near(errors.reduce((sum, one) => sum + one, 0) / errors.length, 1, 0, 0.3)
  })

  test('of a ratio, adjusted by nothing, or by what is the same of everybody, are those of the delta method', () => {
    const random = seeded(5)
    const rows = (before: number, before_divisor: number) =>
      parted(
        Array.from({ length: 300 }, () => ({ value: gaussian(random), divisor: 1 + random(), before, before_divisor })),
      )
    for (const difference of ['absolute', 'relative'] as const)
      for (const [a, b] of [
        [rows(0, 0), rows(0, 0)],
        [rows(3, 2), rows(3, 2)],
        [rows(3, 2), rows(0, 0)],
      ] as const)
        assert.deepEqual(effect(a, b, difference), effect(unadjusted(a), unadjusted(b), difference))
  })

  test('that are looked at after every 100 units err in 5 of 100 at most when sequential, far more often when not', () => {
    const random = seeded(11)
    const wrong = { fixed: 0, sequential: 0 }
    for (let run = 0; run < 300; run += 1) {
      const found = { fixed: false, sequential: false }
      const sums = [0, 0]
      for (let n = 100; n <= 3000; n += 100) {
        for (const arm of [0, 1]) sums[arm] = (sums[arm] ?? 0) + 10 * gaussian(random)
        const seen: Effect = {
          estimate: ((sums[1] ?? 0) - (sums[0] ?? 0)) / n,
          standardError: Math.sqrt(2 / n),
          ...{ freedom: 2 * n - 2, n: 2 * n, level: 1, difference: 'absolute' },
        }
        found.fixed ||= frequentist(seen, 0.05).p < 0.05
        found.sequential ||= sequential(seen, 0.05).p < 0.05
      }
      wrong.fixed += Number(found.fixed)
      wrong.sequential += Number(found.sequential)
    }
    assert.ok(wrong.sequential <= 15, `${wrong.sequential} of 300`)
    assert.ok(wrong.fixed > 60, `${wrong.fixed} of 300`)
  })

  test('by interval and by p agree on what is certain', () => {
    for (const converted of [100, 120, 135, 150, 180]) {
      const seen = effect(conversion(1000, 100), conversion(1000, converted), 'relative')
      for (const { p, interval } of [frequentist(seen, 0.05), sequential(seen, 0.05)])
        if (p < 0.99) assert.equal(p < 0.05, interval[0] > 0, `${converted}`)
    }
  })

  const flat: Sample = { kind: 'mean', n: 10, mean: 1, variance: 0 }
  const zero: Sample = { kind: 'mean', n: 10, mean: 0, variance: 1 }
  const nothing: Sample = {
    ...{ kind: 'ratio', n: 10, covariance: 0 },
    ...{ numerator: { mean: 1, variance: 1 }, denominator: { mean: 0, variance: 0 } },
  }
  for (const [name, control, expected] of [
    ['one unit', conversion(1, 0), 'too-few-units'],
    ['nobody who converted', conversion(100, 0), 'no-variance'],
    ['values all the same', flat, 'no-variance'],
    ['a ratio by nothing', nothing, 'no-variance'],
    ['a control at zero', zero, 'control-is-zero'],
  ] as const)
    test(`say of ${name} that nothing can be said: ${expected}`, () =>
      assert.equal(effectOf(control, control, 'relative'), expected))
})

describe('a sample ratio mismatch', () => {
  test('is what chance does not make', () => {
    const arms = (...units: number[]) => units.map((one) => ({ units: one, weight: 0.5 }))
    near(mismatchP(arms(500, 500)), 1)
    near(mismatchP(arms(550, 450)), 2 * normalAbove(Math.sqrt(10)))
    assert.ok(mismatchP(arms(5500, 4500)) < 0.001)
    near(mismatchP([...arms(10, 30), { units: 20, weight: 1 }]), Math.exp(-10))
    assert.equal(mismatchP(arms(0, 0)), 1)
  })
})

describe('the power calculator', () => {
  const plan = { variances: [0.1 * 0.9, 0.11 * 0.89], alpha: 0.05, looks: 'fixed' } as const

  test('has the textbook number of units: 10 % against 11 %, 80 % power', () => {
    const z = normalQuantile(0.975) + normalQuantile(0.8)
    assert.equal(unitsFor(plan, 0.01, 0.8), Math.ceil((z * z * (0.09 + 0.0979)) / 1e-4))
    near(powerOf(plan, 0, 1000), 0.05)
  })

  test('undoes itself, and asks more of those who look at any time', () => {
    for (const looks of ['fixed', 'sequential'] as const) {
      const units = unitsFor({ ...plan, looks }, 0.01, 0.8) ?? 0
      near(detectable({ ...plan, looks }, units, 0.8), 0.01, 1e-3)
      near(powerOf({ ...plan, looks }, 0.01, units), 0.8, 1e-3)
    }
    assert.ok((unitsFor({ ...plan, looks: 'sequential' }, 0.01, 0.8) ?? 0) > (unitsFor(plan, 0.01, 0.8) ?? 0))
    assert.equal(unitsFor(plan, 1e-9, 0.8), null)
  })
})

/** mulberry32. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const gaussian = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

function adjusted(rows: readonly { readonly before: number; readonly after: number }[]): Sample {
  const n = rows.length
  const total = (of: (row: (typeof rows)[number]) => number) => rows.reduce((sum, row) => sum + of(row), 0)
  return sampleOf('cuped', {
    ...{ n, post_sum: total(({ after }) => after), post_sum_squares: total(({ after }) => after * after) },
    ...{ pre_sum: total(({ before }) => before), pre_sum_squares: total(({ before }) => before * before) },
    post_pre_sum_products: total(({ before, after }) => before * after),
  })
}

type Parts = Readonly<Record<'value' | 'divisor' | 'before' | 'before_divisor', number>>

/** A ratio with what was before. */
function parted(rows: readonly Parts[]): Sample {
  const n = rows.length
  const mean = (of: keyof Parts) => rows.reduce((sum, row) => sum + row[of], 0) / n
  const along = (one: keyof Parts, other: keyof Parts) => {
    const [a, b] = [mean(one), mean(other)]
    return rows.reduce((sum, row) => sum + (row[one] - a) * (row[other] - b), 0) / (n - 1)
  }
  const ratio = (numerator: keyof Parts, denominator: keyof Parts) => ({
    numerator: { mean: mean(numerator), variance: along(numerator, numerator) },
    denominator: { mean: mean(denominator), variance: along(denominator, denominator) },
    covariance: along(numerator, denominator),
  })
  const with_ = (part: keyof Parts) => ({
    numerator: along(part, 'before'),
    denominator: along(part, 'before_divisor'),
  })
  return {
    ...{ kind: 'ratio', n, ...ratio('value', 'divisor') },
    earlier: {
      ...ratio('before', 'before_divisor'),
      with: { numerator: with_('value'), denominator: with_('divisor') },
    },
  }
}

/** A sample by its sums. */
function sampleOf(metric: string, sums: Readonly<Record<string, number>>): Sample {
  const sum = (name: string): number => sums[name] ?? Number.NaN
  const n = sum('n')
  const product = (of: string, one: string, other: string) => (sum(of) - (sum(one) * sum(other)) / n) / (n - 1)
  const moments = (one: string, squares: string) => ({ mean: sum(one) / n, variance: product(squares, one, one) })
  if (metric === 'proportion') return conversion(n, sum('sum'))
  if (metric === 'mean') return { kind: 'mean', n, ...moments('sum', 'sum_squares') }
  if (metric === 'ratio')
    return {
      ...{ kind: 'ratio', n, numerator: moments('num_sum', 'num_sum_squares') },
      ...{ denominator: moments('den_sum', 'den_sum_squares') },
      covariance: product('sum_products', 'num_sum', 'den_sum'),
    }
  return {
    ...{ kind: 'adjusted', n, after: moments('post_sum', 'post_sum_squares') },
    ...{ before: moments('pre_sum', 'pre_sum_squares') },
    covariance: product('post_pre_sum_products', 'post_sum', 'pre_sum'),
  }
}

interface Expected {
  readonly expected: number
  readonly ci: readonly [number, number]
  readonly uplift: { readonly stddev: number }
  readonly errorMessage: string | null
}

interface OracleCase {
  readonly metric: string
  readonly a: Readonly<Record<string, number>>
  readonly b: Readonly<Record<string, number>>
  readonly difference: Difference
  readonly alpha: number
  readonly prior: { readonly mean: number; readonly sd: number; readonly type: Difference } | null
  readonly sequential_tuning: number
  readonly bayesian: Expected & { readonly chanceToWin: number; readonly risk: readonly [number, number] }
  readonly frequentist: Expected & { readonly pValue: number }
  readonly sequential: Expected & { readonly pValue: number }
}

const oracleFile = new URL('../../../../../shared/fixtures/flags/growthbook/stats-oracle.json', import.meta.url)

describe('another engine', {
  skip: existsSync(oracleFile) ? false : 'its answers are not beside the repository',
}, () => {
  const { tests, srm }: { tests: OracleCase[]; srm: { users: number[]; weights: number[]; p: number }[] } = existsSync(
    oracleFile,
  )
    ? JSON.parse(readFileSync(oracleFile, 'utf8'))
    : { tests: [], srm: [] }
  /** Where it takes 1 from a probability, its last digits are lost. */
  const close = (actual: number, expected: number) => near(actual, expected, 1e-9, 1e-13)

  for (const metric of ['proportion', 'mean', 'ratio', 'cuped'])
    test(`has the same numbers of every ${metric}`, () => {
      for (const one of tests.filter((each) => each.metric === metric)) {
        const found = effectOf(sampleOf(metric, one.a), sampleOf(metric, one.b), one.difference)
        if (typeof found === 'string') {
          assert.notEqual(one.frequentist.errorMessage, null, found)
          continue
        }
        assert.equal(one.frequentist.errorMessage, null)
        const prior: Prior | null = one.prior && { ...one.prior, difference: one.prior.type }
        const belief = bayesian(found, prior, one.alpha)
        const answers = [
          [belief, one.bayesian],
          [frequentist(found, one.alpha), one.frequentist],
          [sequential(found, one.alpha, one.sequential_tuning), one.sequential],
        ] as const
        for (const [actual, expected] of answers) {
          close(actual.estimate, expected.expected)
          close(actual.standardError, expected.uplift.stddev)
          for (const side of [0, 1] as const) close(actual.interval[side], expected.ci[side])
          if ('p' in actual && 'pValue' in expected) close(actual.p, expected.pValue)
        }
        close(belief.chanceAbove, one.bayesian.chanceToWin)
        close(belief.risk.control, one.bayesian.risk[0])
        close(belief.risk.treatment, one.bayesian.risk[1])
      }
    })

  test('finds the same mismatches', () => {
    for (const { users, weights, p } of srm)
      close(mismatchP(users.map((units, at) => ({ units, weight: weights[at] ?? 0 }))), p)
  })
})
