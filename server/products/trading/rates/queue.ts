/** The queue of accounts whose figures follow rates that were told. */
export const applyRatesQueue = 'trading.apply-currency-rates'
