import { TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { ReactElement } from 'react'
import type { PolicyValues } from './policy-values.ts'

export type PolicyFormState = UseFormReturnType<PolicyValues>

interface NumberFieldProps {
  readonly form: PolicyFormState
  readonly name: keyof PolicyValues | `refundRules.${number}.${'hours' | 'percent'}` | `hosts.${number}.weight`
  readonly label: string
}

export function NumberField({ form, name, label }: NumberFieldProps): ReactElement {
  return <TextInput label={label} inputMode="decimal" autoComplete="off" {...form.getInputProps(name)} />
}
