export interface LineValues {
  readonly key: string
  readonly symbol: string
  readonly assetClass: string
  readonly side: string
  readonly quantity: string
  readonly price: string
  readonly executedAt: string
  readonly fees: string
  readonly currency: string
  readonly fxRate: string
  readonly multiplier: string
  readonly positionRef: string
}

export interface Lines {
  readonly lines: LineValues[]
}

let made = 0

/** A line like the one before it, so that what repeats is typed once. */
export function lineAfter(last?: LineValues): LineValues {
  const fresh = {
    symbol: '',
    assetClass: 'stock',
    side: 'buy',
    currency: '',
    fxRate: '',
    multiplier: '',
    positionRef: '',
  }
  made += 1
  return {
    ...{ ...fresh, executedAt: '', ...last, quantity: '', price: '', fees: '', key: `line-${made}` },
    side: last?.side === 'buy' ? 'sell' : 'buy',
  }
}
