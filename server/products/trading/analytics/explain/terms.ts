/** A step of an explanation: its formula of columns and of other terms, and what it is in words. */
export type Term = readonly [formula: string, words: string]

/**
 * What formulas of figures are made of, by the name that stands for it in them. Columns of the rows behind a figure and what is given
 * (`epsilon`, `A`, `rf`) have their names too, and stand first.
 */
export const terms: Readonly<Record<string, Term>> = {
  // Of trades.
  won: ['result > epsilon', 'Whether it was won'],
  lost: ['result < -epsilon', 'Whether it was lost'],
  outcome: ['won - lost', '1 won, -1 lost, 0 neither'],
  N: ['rows()', 'Rows'],
  W: ['count(won)', 'Won'],
  L: ['count(lost)', 'Lost'],
  S: ['sum(x)', 'Sum of results'],
  m: ['S / N', 'Mean'],
  s: ['sd(x)', 'Standard deviation'],
  sumWon: ['sum(where(x, won))', 'Sum of what was won'],
  sumLost: ['sum(where(x, lost))', 'Sum of what was lost'],
  averageWin: ['sumWon / W', 'Average win'],
  averageLoss: ['sumLost / L', 'Average loss'],
  payoff: ['averageWin / -averageLoss', 'Payoff ratio'],
  p: ['W / N', 'Share won'],
  pDecided: ['W / (W + L)', 'Share won of what was decided'],
  z: ['1.959963984540054', 'The normal quantile at 0.975'],
  centre: ['(p + z^2 / (2 * N)) / (1 + z^2 / N)', 'Middle of the interval'],
  reach: ['z / (1 + z^2 / N) * sqrt(p * (1 - p) / N + z^2 / (4 * N^2))', 'Half of the interval'],
  reachOfMean: ['tQuantile(0.975, N - 1) * s / sqrt(N)', 'Half of the interval'],
  t: ['m / (s / sqrt(N))', 't statistic'],
  total: ['cumsum(x)', 'Results added up'],
  decided: ['W + L', 'Won and lost'],
  P: ['2 * W * L', 'Twice the product of won and lost'],
  runCount: ['runs(outcome)', 'Stretches of wins only or losses only'],
  // Of initial risk.
  R: ['result / risk', 'Result by initial risk'],
  nR: ['count(known(R))', 'Of which R is known'],
  sumR: ['sum(R)', 'Sum of R'],
  meanR: ['sumR / nR', 'Average R'],
  sR: ['sd(R)', 'Standard deviation of R'],
  reachOfR: ['tQuantile(0.975, nR - 1) * sR / sqrt(nR)', 'Half of the interval'],
  // Of days with a result each, which won above zero.
  dayOutcome: ['(result > 0) - (result < 0)', '1 above zero, -1 below, 0 neither'],
  // Of returns.
  base: ['before + flow', 'What there was to earn on'],
  r: ['where(result / base, base > 0)', 'Return'],
  n: ['count(known(r))', 'Days with a return'],
  growth: ['prod(1 + r)', 'What one became'],
  free: ['(1 + rf)^(1 / A) - 1', 'Risk-free rate a day'],
  annual: ['when(n >= 2, growth^(A / n) - 1)', 'Annual growth'],
  downside: ['sqrt(mean(smaller(r - free, 0)^2)) * sqrt(A)', 'Downside deviation a year'],
  index: ['cumprod(1 + r)', 'What one became so far'],
  peak: ['cummost(index, 1)', 'Its highest so far, with the opening'],
  drawdown: ['index / peak - 1', 'Below the highest'],
  deepest: ['least(drawdown)', 'Deepest of all'],
  after: ['before + flow + result', 'Equity at the end of the day'],
  earned: ['cumsum(result)', 'Results added up'],
  below: ['earned - cummost(earned, 0)', 'Below the highest of results'],
  fall: ['least(below)', 'Deepest of all'],
  // Of money that came and went.
  V0: ['first(before)', 'Equity at the start'],
  V1: ['last(after)', 'Equity at the end'],
  F: ['sum(flow)', 'Flows'],
  span: ['last(dayNumber) + 1 - first(dayNumber)', 'Calendar days'],
  w: ['(last(dayNumber) + 1 - dayNumber) / span', 'Share of the days left'],
  atWork: ['V0 + sum(w * flow)', 'Capital at work'],
  // Of excursions, in the unit of the results.
  efficiency: ['where(result / mfe, mfe > 0)', 'Result by the best'],
  // Of the rules of a playbook, by trade; of one rule, which says 1, -1 or 0.
  passed: ['sum(rulesPassed)', 'Rules kept, over all trades'],
  failed: ['sum(rulesFailed)', 'Rules broken, over all trades'],
  broken: ['rulesFailed > 0', 'Whether a rule was broken'],
  followed: ['(rulesFailed = 0) * (rulesPassed > 0)', 'Whether a rule was kept and none broken'],
  unjudged: ['(rulesFailed = 0) * (rulesPassed = 0)', 'Whether nothing is known of any rule'],
  passedIt: ['rule > 0', 'Whether the rule was kept'],
  failedIt: ['rule < 0', 'Whether the rule was broken'],
}
