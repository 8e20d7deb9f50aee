import type { FigureExplanation } from './types.ts'

/** What stands behind a figure, by what its rows are. */
export const behindWords: Readonly<Record<FigureExplanation['rows']['kind'], string>> = {
  trades: 'Trades behind it',
  days: 'Days behind it',
  points: 'Closed trades and cash behind it',
  closures: 'Closing fills behind it',
  movements: 'Fills and cash behind it',
  path: 'Points behind it',
  runs: 'Streaks behind it',
  simulations: 'Simulated runs behind it',
  none: 'Behind it',
}
