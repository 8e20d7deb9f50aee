import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { ConfirmButton } from '../../../shell/confirm-button.tsx'
import { Row } from '../../../shell/rows.tsx'
import { decimalInWords, signOfDecimal } from '../../decimals.ts'
import { rateInWords } from '../../ledger/rates/words.ts'
import type { TradingAccount } from '../../types.ts'
import { AccountTime } from '../account-time.tsx'
import { Fees } from '../fees.tsx'
import type { Execution } from '../types.ts'
import { useChange } from '../use-change.ts'
import { fillKindWords } from '../words.ts'
import { CorrectFill } from './correct-fill.tsx'

const sources = { import: 'imported', manual: 'entered by hand', system: 'follows from the expiry' } as const

/** A fill, and what can be done about it. */
export function FillRow({ fill, account }: { fill: Execution; account: TradingAccount }): ReactElement {
  const { side, quantity, price, instrument, fees, feeSource, kind, source } = fill
  const rate = rateInWords(fill)
  const what = `${side === 'buy' ? 'Bought' : 'Sold'} ${decimalInWords(quantity)} ${instrument.symbol} at ${decimalInWords(price)}`
  return (
    <Row
      title={what}
      detail={
        <>
          <AccountTime at={fill.executedAt} zone={account.timeZone} precise />
          {kind !== 'fill' && `, ${fillKindWords[kind].toLowerCase()}`}
          {(signOfDecimal(fees) !== 0 || feeSource === 'schedule') && (
            <>
              {', fees '}
              <Fees fill={fill} currency={instrument.currency} />
            </>
          )}
          {rate !== null && `, ${rate}`}
          {`, ${sources[source]}`}
        </>
      }
      aside={
        source !== 'system' && account.archivedAt === null && <Actions fill={fill} account={account} what={what} />
      }
    />
  )
}

function Actions({ fill, account, what }: { fill: Execution; account: TradingAccount; what: string }): ReactElement {
  const [correcting, setCorrecting] = useState(false)
  const withdraw = useChange({
    change: () => api.trading.withdrawExecution({ path: { id: fill.id } }),
    done: 'The fill is withdrawn, and its trades are made anew.',
  })
  return (
    <>
      <Button variant="default" aria-label={`Correct: ${what}`} onClick={() => setCorrecting(true)}>
        Correct
      </Button>
      <ConfirmButton
        label="Withdraw"
        question={`Withdraw “${what}”? The same file imported again does not bring it back.`}
        confirm="Withdraw it"
        pending={withdraw.isPending}
        onConfirm={() => withdraw.mutate(undefined)}
      />
      {correcting && <CorrectFill fill={fill} account={account} onClose={() => setCorrecting(false)} />}
    </>
  )
}
