import { defined } from './definition.ts'

/** What is told of equity and its returns: as `returnMetrics` names it, and the rates that weigh money. */
export const returnDefinitions = defined({
  'returns.n': ['Days', 'Days with r = E_t / (E_t-1 + F_t) - 1, F the flow at the start of the day', 'count'],
  'returns.isEnough': ['Enough days', 'n >= 30: under it ratios say little', 'yes-no'],
  'returns.timeWeighted': [
    'Time-weighted return',
    'prod(1 + r) - 1 over periods cut at each flow',
    'share',
    1,
    'Dietz (1966); GIPS',
  ],
  'returns.annualGrowth': [
    'Annual growth (CAGR)',
    'prod(1 + r)^(A / n) - 1, A = 252 trading days or 365 calendar days',
    'share',
    2,
  ],
  'returns.volatility': ['Volatility a year', 'sd(r) * sqrt(A)', 'share', 2],
  'returns.downsideDeviation': [
    'Downside deviation a year',
    'sqrt(mean(min(r - mar, 0)^2)) * sqrt(A), all n in the mean',
    'share',
    1,
    'Sortino and Price (1994), JOI 3(3)',
  ],
  'returns.sharpe': [
    'Sharpe ratio',
    'mean(r - rf) / sd(r - rf) * sqrt(A), rf a day = (1 + rf)^(1 / A) - 1',
    'ratio',
    2,
    'Sharpe (1994), JPM 21(1)',
  ],
  'returns.sortino': [
    'Sortino ratio',
    'mean(r - mar) * A / downside deviation a year',
    'ratio',
    2,
    'Sortino and Price (1994), JOI 3(3)',
  ],
  'returns.calmar': ['Calmar ratio', 'Annual growth / |max drawdown|', 'ratio', 2, 'Young (1991), Futures 20'],
  'returns.omega': [
    'Omega ratio',
    'sum(max(r - L, 0)) / sum(max(L - r, 0)), L the threshold a day',
    'ratio',
    2,
    'Keating and Shadwick (2002)',
  ],
  'returns.stability': ['Stability', 'R squared of a straight line through the cumulative log return', 'share', 2],
  'returns.maxDrawdown': [
    'Maximum drawdown',
    'min(I / peak - 1), I = prod(1 + r), peaks with the opening among them; start, valley, recovery, days',
    'share',
    1,
  ],
  'returns.currentDrawdown': ['Current drawdown', 'I / peak - 1 on the last day', 'share'],
  'returns.ulcerIndex': [
    'Ulcer index',
    'sqrt(sum(D^2) / (n - 1)), D the drawdown of each day',
    'share',
    2,
    'Martin and McCann (1989)',
  ],
  'returns.maxCashDrawdown': [
    'Maximum drawdown in money',
    'min(E - peak), E the opening balance and all results without flows',
    'money',
    1,
  ],
  'returns.modifiedDietz': [
    'Modified Dietz return',
    '(V1 - V0 - F) / (V0 + sum(w_i F_i)), w_i the share of the calendar days left at the start of the flow’s day',
    'share',
    1,
    'Dietz (1966); GIPS',
  ],
  'returns.xirr': [
    'Money-weighted return a year (XIRR)',
    'The rate at which sum(P_i / (1 + rate)^(days_i / 365)) = 0, P: -V0, -F_i, V1 at the end; of several the nearest to zero',
    'share',
    2,
  ],
})
