import { Button, MultiSelect, NativeSelect, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import type { UseFormReturnType } from '@mantine/form'
import type { ReactElement } from 'react'
import { assetWords, choicesOf } from '../../trades/words.ts'
import { type FeeValues, newRule, type RuleValues } from './fee-values.ts'
import styles from './fees.module.css'
import { partChoices, partInWords, perWords, roundingWords, sideWords } from './words.ts'

type FeeFormState = UseFormReturnType<FeeValues>

const RULES_MAX = 30

interface PricesProps {
  readonly form: FeeFormState
  /** Which of the price lists. */
  readonly at: number
}

/** What holds from a day on. */
export function PriceFields({ form, at }: PricesProps): ReactElement {
  const { prices } = form.values
  const rules = prices[at]?.rules ?? []
  const path = `prices.${at}.rules`
  return (
    <Stack gap="md">
      <div className={styles.pairs}>
        <TextInput type="date" label="First day" {...form.getInputProps(`prices.${at}.validFrom`)} />
      </div>
      {rules.length === 0 && <p>Nothing is charged from this day on.</p>}
      {rules.map((rule, place) => (
        <fieldset key={rule.key} className={styles.rule}>
          <legend>{`${place + 1}. ${partInWords(rule.part)}`}</legend>
          <RuleFields form={form} rule={rule} path={`${path}.${place}`} />
          <Button
            size="xs"
            variant="default"
            style={{ justifySelf: 'start' }}
            aria-label={`Remove fee ${place + 1}, ${partInWords(rule.part)}`}
            onClick={() => form.removeListItem(path, place)}
          >
            Remove
          </Button>
        </fieldset>
      ))}
      <div className={styles.actions}>
        <Button
          variant="default"
          disabled={rules.length >= RULES_MAX}
          onClick={() => form.insertListItem(path, newRule())}
        >
          Add a fee
        </Button>
        {prices.length > 1 && (
          <Button variant="subtle" onClick={() => form.removeListItem('prices', at)}>
            Remove these prices
          </Button>
        )}
      </div>
    </Stack>
  )
}

interface RuleFieldsProps {
  readonly form: FeeFormState
  readonly rule: RuleValues
  readonly path: string
}

function RuleFields({ form, rule, path }: RuleFieldsProps): ReactElement {
  const field = (name: keyof RuleValues) => form.getInputProps(`${path}.${name}`)
  const number = (name: 'amount' | 'min' | 'max' | 'maxPercent') => ({
    ...{ inputMode: 'decimal' as const, autoComplete: 'off', ...field(name) },
  })
  return (
    <div className={styles.pairs}>
      <NativeSelect label="Fee" data={partChoices(rule.part)} {...field('part')} />
      <NativeSelect label="For" data={choicesOf(perWords)} {...field('per')} />
      <TextInput label={rule.per === 'percent' ? 'Percent' : 'Amount'} {...number('amount')} />
      <NativeSelect label="Of what is" data={choicesOf(sideWords)} {...field('side')} />
      <MultiSelect
        label="Of which kinds"
        placeholder={rule.assetClasses.length === 0 ? 'Every kind' : ''}
        data={choicesOf(assetWords)}
        comboboxProps={{ withinPortal: false }}
        {...field('assetClasses')}
      />
      <TextInput label="At least" placeholder="No least" {...number('min')} />
      <TextInput label="At most" placeholder="No most" {...number('max')} />
      <TextInput label="At most, percent of its worth" placeholder="No most" {...number('maxPercent')} />
      <NativeSelect label="Rounded" data={choicesOf(roundingWords)} {...field('rounding')} />
    </div>
  )
}
