import { moneyInWords } from '../../shell/money.ts'
import type { OfferedPlan } from './queries.ts'

/** $20.00 a month. */
export function priceInWords({ amount, interval }: NonNullable<OfferedPlan['price']>): string {
  return `${moneyInWords(amount)} a ${interval}`
}

/** Of a month, 100 trades and 20 journal entries; 3 active playbooks. */
export function limitsInWords({ tradesOpened, journalEntries, activePlaybooks }: OfferedPlan['limits']): string {
  const of = (limit: number | null, what: string, many: string): string =>
    limit === null ? `any number of ${many}` : `${limit} ${limit === 1 ? what : many}`
  return `Of a month, ${of(tradesOpened, 'trade', 'trades')} and ${of(journalEntries, 'journal entry', 'journal entries')}; ${of(activePlaybooks, 'active playbook', 'active playbooks')}`
}
