/** What a plain script makes of a file of fills. */
export interface PlainResult {
  readonly closures: number
  /** In cents. */
  readonly gross: bigint
  readonly fees: number
}

interface Lot {
  /** Above zero bought, below zero sold. */
  quantity: number
  readonly cents: number
  /** Of one share. */
  readonly fee: number
}

/**
 * First in, first out in one loop over the lines of a file, by a queue for each symbol: nothing of the product's own code, no decimals, no
 * database, nothing kept but sums. What an import costs beyond it is what it checks, keeps and can explain.
 */
export function matchPlainly(lines: readonly string[]): PlainResult {
  const held = new Map<string, Lot[]>()
  let closures = 0
  let gross = 0n
  let fees = 0
  for (const line of lines) {
    const [symbol = '', side, quantity = '0', price = '0', , fee = '0'] = line.split(',')
    const cents = Math.round(Number(price) * 100)
    const sign = side === 'BUY' ? 1 : -1
    const each = Number(fee) / Number(quantity)
    let left = Number(quantity)
    const lots = held.get(symbol) ?? []
    held.set(symbol, lots)
    while (left > 0 && lots[0] !== undefined && lots[0].quantity * sign < 0) {
      const lot = lots[0]
      const taken = Math.min(left, Math.abs(lot.quantity))
      gross += BigInt((cents - lot.cents) * taken * -sign)
      fees += (each + lot.fee) * taken
      closures += 1
      left -= taken
      lot.quantity += taken * sign
      if (lot.quantity === 0) lots.shift()
    }
    if (left > 0) lots.push({ quantity: left * sign, cents, fee: each })
  }
  return { closures, gross, fees }
}
