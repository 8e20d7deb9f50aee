import { NativeSelect, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import { currencies } from '../shell/money.ts'
import styles from './fields.module.css'
import type { FieldProps } from './schema-form.ts'
import { hints } from './schema-form.ts'

/** A sum in decimals of its currency, kept as text from the field to the server. */
export function MoneyField(props: FieldProps<'money'>): ReactElement {
  const { form, path, entry } = props
  const whole = form.errors[path]
  const sum = form.getInputProps(`${path}.minor`)
  return (
    <div className={styles.pair}>
      <TextInput {...hints(props)} inputMode="decimal" autoComplete="off" {...sum} error={sum.error ?? whole} />
      <NativeSelect
        label="Currency"
        aria-label={`Currency of ${entry.label}`}
        data={[{ value: '', label: 'Choose' }, ...currencies]}
        {...form.getInputProps(`${path}.currency`)}
      />
    </div>
  )
}
