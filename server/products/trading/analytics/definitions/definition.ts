/** In what a metric is told. `mode`: money, a share of the cost, or R, as was asked. */
export const metricUnits = ['count', 'share', 'ratio', 'money', 'mode', 'r', 'milliseconds', 'days', 'yes-no'] as const

/** What a metric is, so that whoever reads a number can look it up. */
export interface Definition {
  readonly title: string
  /** The formula in plain text: N trades (or days), W won, L lost, sd with n - 1. */
  readonly formula: string
  readonly unit: (typeof metricUnits)[number]
  /** Who defined it; null: it only counts or adds up. */
  readonly source: string | null
  /** How many trades, days or results it needs to be defined; with fewer it is null. */
  readonly needs: number
}

type Told = readonly [title: string, formula: string, unit: Definition['unit'], needs?: number, source?: string]

/** Definitions from their columns. */
export function defined<Id extends string>(columns: Readonly<Record<Id, Told>>): Readonly<Record<Id, Definition>> {
  const entries = Object.entries<Told>(columns).map(([id, [title, formula, unit, needs = 0, source = null]]) => {
    return [id, { title, formula, unit, source, needs }]
  })
  return Object.fromEntries(entries)
}
