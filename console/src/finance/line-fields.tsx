import { Button, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import type { InvoiceTotals } from '../api.ts'
import { blankLine, type LineValues } from './draft-values.ts'
import styles from './finance.module.css'
import { sum } from './words.ts'

/** What is needed of any form that holds lines. */
interface FormOfLines {
  getValues(): { readonly lines: readonly LineValues[] }
  getInputProps(path: string): ReturnType<UseFormReturnType<object>['getInputProps']>
  insertListItem(path: 'lines', line: LineValues): void
  removeListItem(path: 'lines', at: number): void
}

interface LineFieldsProps {
  readonly form: FormOfLines
  readonly currency: string
  /** What the server says the lines come to; undefined while it was not asked. */
  readonly totals: InvoiceTotals | undefined
}

/** Lines of an invoice: added at the end and removed by buttons, so that the keyboard does all of it. */
export function LineFields(props: LineFieldsProps): ReactElement {
  const { form, currency, totals } = props
  const { lines } = form.getValues()
  const list = useRef<HTMLOListElement>(null)
  const [said, say] = useState('')
  const [toFocus, focus] = useState<{ readonly place: string } | null>(null)
  useEffect(() => {
    if (toFocus === null) return
    list.current?.parentElement?.querySelector<HTMLElement>(toFocus.place)?.focus()
  }, [toFocus])
  return (
    <fieldset className={styles.fields}>
      <legend>Lines</legend>
      <ol className={styles.lines} ref={list}>
        {lines.map(({ key }, at) => (
          <li key={key} className={styles.line}>
            <LineInputs form={form} at={at} currency={currency} />
            <Button
              variant="default"
              className={styles.remove ?? ''}
              data-act={`remove-${at}`}
              disabled={lines.length === 1}
              aria-label={`Remove line ${at + 1}`}
              onClick={() => {
                form.removeListItem('lines', at)
                say(`Line ${at + 1} was removed`)
                focus({ place: '[data-act="add"]' })
              }}
            >
              Remove
            </Button>
            <p className={styles.lineSum}>{sumOfLine(totals, at, lines.length, currency)}</p>
          </li>
        ))}
      </ol>
      <Button
        variant="default"
        size="xs"
        mt="md"
        data-act="add"
        disabled={lines.length >= 100}
        onClick={() => {
          form.insertListItem('lines', blankLine(lines.at(-1)?.taxRateBp))
          say(`Line ${lines.length + 1} was added`)
          focus({ place: `li:nth-child(${lines.length + 1}) input` })
        }}
      >
        Add a line
      </Button>
      <div role="status" className={styles.at}>
        {said}
      </div>
    </fieldset>
  )
}

/** A total that is still being asked for is of other lines. */
function sumOfLine(totals: InvoiceTotals | undefined, at: number, count: number, currency: string): string {
  const line = totals?.lines.length === count ? totals.lines[at] : undefined
  return line === undefined ? '' : `Comes to ${sum(line.amountMinor, currency)}`
}

interface LineInputsProps {
  readonly form: FormOfLines
  readonly at: number
  readonly currency: string
}

function LineInputs({ form, at, currency }: LineInputsProps): ReactElement {
  const of = `of line ${at + 1}`
  const fields = [
    { name: 'description', label: 'Description', maxLength: 500, inputMode: 'text' },
    { name: 'qty', label: 'Quantity', maxLength: 16, inputMode: 'decimal' },
    { name: 'unitMinor', label: `Price, ${currency}`, maxLength: 20, inputMode: 'decimal' },
    { name: 'taxRateBp', label: 'Tax, %', maxLength: 6, inputMode: 'decimal' },
  ] as const
  return (
    <>
      {fields.map(({ name, label, ...rest }) => (
        <TextInput
          key={name}
          label={label}
          aria-label={`${label} ${of}`}
          autoComplete="off"
          {...rest}
          {...form.getInputProps(`lines.${at}.${name}`)}
        />
      ))}
    </>
  )
}
