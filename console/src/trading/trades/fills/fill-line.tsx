import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { ReactElement } from 'react'
import { RATE_LEFT_EMPTY } from '../../ledger/rates/words.ts'
import type { TradingAccount } from '../../types.ts'
import styles from '../trades.module.css'
import { assetWords, choicesOf } from '../words.ts'
import type { Lines, LineValues } from './line-values.ts'

interface FillLineProps {
  readonly form: UseFormReturnType<Lines>
  readonly at: number
  readonly account: TradingAccount
  readonly isOnly: boolean
}

/** One fill of several. */
export function FillLine({ form, at, account, isOnly }: FillLineProps): ReactElement {
  const field = (name: keyof LineValues) => form.getInputProps(`lines.${at}.${name}`)
  const currency = form.getValues().lines[at]?.currency.trim().toUpperCase() ?? ''
  return (
    <fieldset className={styles.line}>
      <legend>Fill {at + 1}</legend>
      <div className={styles.more}>
        <TextInput label="Symbol" maxLength={64} {...field('symbol')} />
        <NativeSelect label="Kind" data={choicesOf(assetWords)} {...field('assetClass')} />
        <NativeSelect
          label="Side"
          data={[
            { value: 'buy', label: 'Bought' },
            { value: 'sell', label: 'Sold' },
          ]}
          {...field('side')}
        />
        <TextInput label="Quantity" inputMode="decimal" {...field('quantity')} />
        <TextInput label="Price" inputMode="decimal" {...field('price')} />
        <TextInput label={`At, in ${account.timeZone}`} type="datetime-local" step={1} {...field('executedAt')} />
        <TextInput
          label="Fees"
          placeholder={account.feeScheduleId === null ? 'None' : 'As the schedule says'}
          {...field('fees')}
        />
        <TextInput label="Currency" placeholder={account.currency} maxLength={10} {...field('currency')} />
        {currency !== '' && currency !== account.currency && (
          <TextInput
            label={`One ${currency} in ${account.currency}`}
            description={RATE_LEFT_EMPTY}
            inputMode="decimal"
            {...field('fxRate')}
          />
        )}
        <TextInput
          label="One point is worth"
          placeholder="As it is known"
          inputMode="decimal"
          {...field('multiplier')}
        />
        {account.positionMode === 'hedging' && <TextInput label="Position" maxLength={64} {...field('positionRef')} />}
      </div>
      {!isOnly && (
        <Button variant="subtle" size="compact-sm" mt="xs" onClick={() => form.removeListItem('lines', at)}>
          Remove fill {at + 1}
        </Button>
      )}
    </fieldset>
  )
}
