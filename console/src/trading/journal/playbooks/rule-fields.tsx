import { MultiSelect, NativeSelect, TagsInput, Text, TextInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import type { UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { allZones } from '../../../shell/zoned.ts'
import { tradingQueries } from '../../queries.ts'
import styles from '../journal.module.css'
import type { PlaybookValues, RuleValues } from './playbook-values.ts'
import { weekdays } from './rule-words.ts'

export type PlaybookFormState = UseFormReturnType<PlaybookValues>
type InputProps = ReturnType<PlaybookFormState['getInputProps']>

interface RuleFieldsProps {
  readonly form: PlaybookFormState
  readonly rule: RuleValues
  readonly at: number
}

/** What a rule of its kind asks for. */
export function RuleFields({ form, rule, at }: RuleFieldsProps): ReactElement {
  const field = (name: keyof RuleValues) => form.getInputProps(`rules.${at}.${name}`)
  switch (rule.kind) {
    case 'symbols':
      return (
        <TagsInput
          label="Symbols"
          description="Also what futures and options are written on: ES stands for every month of it. Enter ends each."
          maxTags={200}
          {...field('symbols')}
        />
      )
    case 'session-window':
      return (
        <div className={styles.pair}>
          <TextInput type="time" label="From" {...field('from')} />
          <TextInput type="time" label="Until" {...field('until')} />
          <NativeSelect
            label="By the clock of"
            data={[{ value: '', label: 'the account' }, ...allZones()]}
            {...field('timeZone')}
          />
        </div>
      )
    case 'weekdays':
      return (
        <MultiSelect
          label="Weekdays"
          data={weekdays.map((label, day) => ({ value: String(day + 1), label }))}
          {...field('weekdays')}
        />
      )
    case 'side':
      return (
        <NativeSelect
          label="Side"
          data={[
            { value: 'long', label: 'Long only' },
            { value: 'short', label: 'Short only' },
          ]}
          {...field('side')}
        />
      )
    case 'tag-required':
      return <TagChoice {...field('tagId')} />
    case 'stop-required':
      return <Text size="sm">Kept by a trade whose first stop is written down.</Text>
    default:
      return <LineField kind={rule.kind} field={field} />
  }
}

type LineKind = 'max-risk' | 'min-planned-r' | 'max-trades-per-day' | 'max-hold' | 'checklist'

const lines: Readonly<Record<LineKind, { readonly name: keyof RuleValues; readonly label: string }>> = {
  'max-risk': { name: 'amount', label: 'Most that is risked, in the currency of the account' },
  'min-planned-r': { name: 'r', label: 'Least planned gain, as a multiple of the risk' },
  'max-trades-per-day': { name: 'count', label: 'Most trades opened on a trading day' },
  'max-hold': { name: 'minutes', label: 'Most minutes' },
  checklist: { name: 'text', label: 'What is checked, answered trade by trade' },
}

function LineField({ kind, field }: { kind: LineKind; field: (name: keyof RuleValues) => InputProps }): ReactElement {
  const { name, label } = lines[kind]
  return (
    <TextInput
      label={label}
      autoComplete="off"
      maxLength={kind === 'checklist' ? 300 : 40}
      inputMode={kind === 'checklist' ? 'text' : 'decimal'}
      {...field(name)}
    />
  )
}

function TagChoice(props: InputProps): ReactElement {
  const tags = useQuery(tradingQueries.tags()).data ?? []
  const data = [{ value: '', label: 'Choose a tag' }, ...tags.map(({ id, name }) => ({ value: id, label: name }))]
  return <NativeSelect label="Tag" data={data} {...props} />
}
