import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import type { Comparison, Operator } from '@plinth/sdk/flags'
import type { ReactElement } from 'react'
import styles from './conditions.module.css'
import { operatorChoices, operatorWords } from './operators.ts'
import { withOperator } from './tree.ts'
import { ValueFields } from './value-fields.tsx'

interface ComparisonFieldsProps {
  readonly name: string
  readonly value: Comparison
  readonly negated: boolean
  readonly onChange: (comparison: Comparison, negated: boolean) => void
  readonly faults: Readonly<Record<string, string>>
}

export function ComparisonFields({ name, value, negated, onChange, faults }: ComparisonFieldsProps): ReactElement {
  const { attribute, operator, ignoreCase = false } = value
  const chosen = `${negated ? 'not ' : ''}${operator}`
  const { form, folds = false } = operatorWords[operator] ?? { form: 'any' as const }
  const folded = (isFolded: boolean): Comparison => {
    const { ignoreCase: _, ...rest } = value
    return isFolded ? { ...rest, ignoreCase: true } : rest
  }
  return (
    <>
      <div className={styles.fields}>
        <TextInput
          className={styles.attribute ?? ''}
          aria-label={`${name}: attribute`}
          placeholder="country"
          maxLength={200}
          autoCapitalize="off"
          spellCheck={false}
          value={attribute}
          error={faults.attribute}
          onChange={(event) => onChange({ ...value, attribute: event.currentTarget.value }, negated)}
        />
        <NativeSelect
          className={styles.operator ?? ''}
          aria-label={`${name}: comparison`}
          value={chosen}
          error={faults.operator}
          data={operatorChoices(chosen)}
          onChange={(event) => {
            const said = event.currentTarget.value
            onChange(withOperator(value, said.replace(/^not /, '') as Operator), said.startsWith('not '))
          }}
        />
        {form !== 'none' && (
          <ValueFields
            key={form}
            name={name}
            form={form}
            value={value.value}
            onChange={(next) => onChange({ ...value, value: next }, negated)}
            fault={faultOfValue(faults)}
          />
        )}
      </div>
      {folds && (
        <Checkbox
          size="xs"
          label="Upper and lower case are the same"
          checked={ignoreCase}
          onChange={(event) => onChange(folded(event.currentTarget.checked), negated)}
        />
      )}
    </>
  )
}

/** Also of one of several values, which are one field. */
function faultOfValue(faults: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(faults).find(([path]) => path === 'value' || path.startsWith('value.'))?.[1]
}
