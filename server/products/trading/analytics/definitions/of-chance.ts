import { defined } from './definition.ts'

const SWEENEY = 'Sweeney, Maximum Adverse Excursion (1997)'
const EFRON = 'Efron (1979), Annals of Statistics 7'
const FISHER = 'Fisher (1935); Phipson and Smyth (2010), SAGMB 9(1)'

/** What is told of excursions, simulations, behaviour, playbooks and distributions. */
export const chanceDefinitions = defined({
  'distribution.percentiles': [
    'Percentiles',
    'The value under which so many percent of results lie, between neighbours linearly',
    'mode',
    1,
    'Hyndman and Fan (1996), type 7',
  ],
  'excursion.n': ['Trades with excursions', 'Trades whose MAE and MFE are known', 'count'],
  'excursion.missing': ['Trades without excursions', 'Trades whose MAE or MFE is not known', 'count'],
  'excursion.averageMae': [
    'Average MAE',
    'Mean of what positions were down at their worst, from first entry to last exit',
    'mode',
    1,
    SWEENEY,
  ],
  'excursion.medianMae': ['Median MAE', 'The middle MAE', 'mode', 1, SWEENEY],
  'excursion.averageMfe': [
    'Average MFE',
    'Mean of what positions were up at their best, from first entry to last exit',
    'mode',
    1,
    SWEENEY,
  ],
  'excursion.medianMfe': ['Median MFE', 'The middle MFE', 'mode', 1, SWEENEY],
  'excursion.averageEfficiency': [
    'Average exit efficiency',
    'Mean of result / MFE of trades that were up at some time',
    'share',
    1,
  ],
  'excursion.medianEfficiency': ['Median exit efficiency', 'The middle of result / MFE', 'share', 1],
  'excursion.captured': ['Captured', 'Sum of results / sum of MFE', 'share', 1],
  'excursion.winnersMae': ['MAE of wins', 'Percentiles of the MAE of trades won', 'mode', 1, SWEENEY],
  'excursion.losersMfe': ['MFE of losses', 'Percentiles of the MFE of trades lost', 'mode', 1, SWEENEY],
  'excursion.losersOnceWinning': ['Losses once winning', 'Trades lost with MFE >= |result|', 'count'],
  'montecarlo.n': ['Results drawn from', 'Trades with R; read it from 30 on', 'count'],
  'montecarlo.runs': ['Simulated runs', 'Futures drawn', 'count'],
  'montecarlo.trades': ['Trades of a run', 'Draws with return to the pot, each independent', 'count'],
  'montecarlo.seed': ['Seed', 'The same seed gives the same numbers: xoshiro128** from splitmix64', 'count'],
  'montecarlo.endEquity': [
    'End equity',
    'P5, P50 and P95 of the runs’ last equity; E grows by share at risk * R * equity (or start)',
    'money',
    1,
    EFRON,
  ],
  'montecarlo.maxDrawdown': [
    'Max drawdown of runs',
    'P5, P50 and P95 of the runs’ min(E / peak - 1)',
    'share',
    1,
    EFRON,
  ],
  'montecarlo.riskOfRuin': ['Risk of ruin', 'Runs that came down to the ruin level / runs', 'share', 1, EFRON],
  'montecarlo.riskOfLoss': ['Risk of loss', 'Runs that ended below the start / runs', 'share', 1, EFRON],
  'montecarlo.fan': ['Fan', 'P5, P50 and P95 of equity at some twenty places on the way', 'money', 1, EFRON],
  'behaviour.larger-re-entry': [
    'Larger re-entry after a loss',
    'Entered within x minutes after a loss was closed, at k times its cost or more',
    'count',
  ],
  'behaviour.beyond-daily-plan': [
    'Beyond the daily plan',
    'Entered as more than the planned number of the day',
    'count',
  ],
  'behaviour.oversized': ['Oversized', 'Cost > k * median cost', 'count'],
  'behaviour.losers-held-longer': ['Losses held longer', 'Losses held longer than k * median hold of wins', 'count'],
  'behaviour.outside-planned-hours': [
    'Outside planned hours',
    'Entered outside all planned hours, on clocks of the account’s zone',
    'count',
  ],
  'behaviour.stop-moved-away': [
    'Stop moved away',
    'The stop in the note of the open trade was set further from the entry, or taken away',
    'count',
  ],
  'behaviour.pValue': [
    'Permutation p-value',
    '(1 + deals at least as far from the mean) / (1 + deals), two-sided, seeded',
    'share',
    2,
    FISHER,
  ],
  'playbook.score': ['Adherence', 'Rules passed / (passed + failed)', 'share', 1],
  'playbook.followed': ['Followed', 'Trades with a rule passed and none failed', 'count'],
  'playbook.broken': ['Broken', 'Trades with a rule failed', 'count'],
  'playbook.unjudged': ['Unjudged', 'Trades with no rule passed or failed', 'count'],
  'playbook.costOfMistakes': ['Cost of mistakes', 'Sum of results of trades that broke a rule', 'money'],
  'playbook.againstFollowed': [
    'Against followed trades',
    'n broken * (average of broken - average of followed)',
    'money',
    2,
  ],
  'whatif.changed': ['Changed trades', 'Trades that are other than they were, or gone', 'count'],
  'whatif.unknown': ['Unknown', 'Trades of which nobody can say, for want of their risk or excursion', 'count'],
})
