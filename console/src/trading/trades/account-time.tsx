import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { offsetText, ownZone } from '../../shell/zoned.ts'
import { tradingQueries } from '../queries.ts'
import type { TradingAccount } from '../types.ts'

/** All accounts of the trader by id, archived ones too. */
export function useAccountsById(): ReadonlyMap<string, TradingAccount> {
  const used = useQuery(tradingQueries.accounts())
  const archived = useQuery(tradingQueries.accounts(true))
  return new Map([...(used.data ?? []), ...(archived.data ?? [])].map((account) => [account.id, account]))
}

interface AccountTimeProps {
  readonly at: string
  /** Of the account; of this browser when it is not known yet. */
  readonly zone: string | undefined
  readonly precise?: boolean
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string, precise: boolean): Intl.DateTimeFormat {
  const key = `${zone} ${precise}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const timeStyle = precise ? 'medium' : 'short'
  const made = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle, timeZone: zone })
  formats.set(key, made)
  return made
}

/** An instant by the clock of an account; the title names its zone. */
export function AccountTime({ at, zone = ownZone(), precise = false }: AccountTimeProps): ReactElement {
  const moment = new Date(at)
  return (
    <time dateTime={at} title={`${zone} (${offsetText(moment, zone)})`}>
      {formatOf(zone, precise).format(moment)}
    </time>
  )
}
