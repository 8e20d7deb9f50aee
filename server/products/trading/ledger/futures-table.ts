import { type Decimal, decimal, formatDecimal } from '../../../kernel/decimal.ts'

export interface FuturesContract {
  /** What one point of price is worth, in US dollars. */
  readonly multiplier: Decimal
  readonly tickSize: Decimal
  /** The exchange's contract unit, which the multiplier follows from. */
  readonly source: string
}

const contract = (multiplier: string, tickSize: string, source: string): FuturesContract => ({
  multiplier: decimal(multiplier),
  tickSize: decimal(tickSize),
  source,
})

/** Contract units as the exchanges publish them, by root. A root that is not here has no multiplier that anybody may guess. */
const CONTRACTS: Readonly<Record<string, FuturesContract>> = {
  ES: contract('50', '0.25', 'CME, E-mini S&P 500: 50 USD x index'),
  MES: contract('5', '0.25', 'CME, Micro E-mini S&P 500: 5 USD x index'),
  NQ: contract('20', '0.25', 'CME, E-mini Nasdaq-100: 20 USD x index'),
  MNQ: contract('2', '0.25', 'CME, Micro E-mini Nasdaq-100: 2 USD x index'),
  YM: contract('5', '1', 'CBOT, E-mini Dow: 5 USD x index'),
  MYM: contract('0.5', '1', 'CBOT, Micro E-mini Dow: 0.50 USD x index'),
  RTY: contract('50', '0.1', 'CME, E-mini Russell 2000: 50 USD x index'),
  M2K: contract('5', '0.1', 'CME, Micro E-mini Russell 2000: 5 USD x index'),
  CL: contract('1000', '0.01', 'NYMEX, WTI crude oil: 1,000 barrels, priced per barrel'),
  MCL: contract('100', '0.01', 'NYMEX, Micro WTI crude oil: 100 barrels, priced per barrel'),
  NG: contract('10000', '0.001', 'NYMEX, Henry Hub natural gas: 10,000 MMBtu, priced per MMBtu'),
  QG: contract('2500', '0.005', 'NYMEX, E-mini natural gas: 2,500 MMBtu, priced per MMBtu'),
  GC: contract('100', '0.1', 'COMEX, gold: 100 troy ounces, priced per ounce'),
  MGC: contract('10', '0.1', 'COMEX, Micro gold: 10 troy ounces, priced per ounce'),
  SI: contract('5000', '0.005', 'COMEX, silver: 5,000 troy ounces, priced per ounce'),
  SIL: contract('1000', '0.005', 'COMEX, Micro silver: 1,000 troy ounces, priced per ounce'),
  HG: contract('25000', '0.0005', 'COMEX, copper: 25,000 pounds, priced per pound; a tick is 12.50 USD'),
  ZB: contract('1000', '0.03125', 'CBOT, US Treasury bond: 100,000 USD of face value, priced in percent'),
  ZN: contract('1000', '0.015625', 'CBOT, 10-year T-note: 100,000 USD of face value, priced in percent'),
  ZF: contract('1000', '0.0078125', 'CBOT, 5-year T-note: 100,000 USD of face value, priced in percent'),
  ZT: contract('2000', '0.00390625', 'CBOT, 2-year T-note: 200,000 USD of face value, priced in percent'),
}

/** The contract of a root that we know; null for any other, which is asked about and never guessed. */
export function futuresContract(root: string): FuturesContract | null {
  return Object.hasOwn(CONTRACTS, root) ? (CONTRACTS[root] ?? null) : null
}

/** All that we know, with their multipliers as text. */
export function futuresContracts(): readonly { readonly root: string; readonly multiplier: string }[] {
  return Object.entries(CONTRACTS).map(([root, { multiplier }]) => ({ root, multiplier: formatDecimal(multiplier) }))
}

export const FUTURES_CURRENCY = 'USD'
