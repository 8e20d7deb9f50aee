import { NativeSelect, TagsInput, TextInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import type { Json } from '@plinth/sdk/flags'
import { type ReactElement, useState } from 'react'
import { ZonedTimeInput } from '../../forms/zoned-time-field.tsx'
import { JsonInput } from '../json-input.tsx'
import styles from './conditions.module.css'
import type { ValueForm } from './operators.ts'
import { kindOf, kindOfItems, numberIn, type ValueKind } from './tree.ts'

interface ValueProps {
  readonly name: string
  readonly value: Json | undefined
  readonly onChange: (value: Json) => void
  readonly fault: string | undefined
}

/** What an attribute is compared with, entered as the operator wants it. */
export function ValueFields({
  form,
  ...props
}: ValueProps & { readonly form: Exclude<ValueForm, 'none'> }): ReactElement {
  return <div className={styles.value}>{fieldsOf(form, props)}</div>
}

function fieldsOf(form: Exclude<ValueForm, 'none'>, props: ValueProps): ReactElement {
  switch (form) {
    case 'any':
      return <AnyValue {...props} />
    case 'list':
      return <ListValue {...props} />
    case 'texts':
      return <TextsValue {...props} />
    case 'number':
      return <NumberValue {...props} />
    case 'range':
      return <RangeValue {...props} />
    case 'instant':
      return <InstantValue {...props} />
    default:
      return <TextValue {...props} placeholder={form === 'version' ? '1.4.0' : '^[a-z]+@example\\.com$'} />
  }
}

const kindLabels: Readonly<Record<ValueKind, string>> = {
  text: 'Text',
  number: 'Number',
  'yes-no': 'Yes or no',
  json: 'JSON',
}

interface KindProps<Kind extends ValueKind> {
  readonly name: string
  readonly kinds: readonly Kind[]
  readonly kind: Kind
  readonly onChange: (kind: Kind) => void
}

function KindSelect<Kind extends ValueKind>({ name, kinds, kind, onChange }: KindProps<Kind>): ReactElement {
  return (
    <NativeSelect
      className={styles.valueKind ?? ''}
      aria-label={`${name}: kind of value`}
      value={kind}
      data={kinds.map((value) => ({ value, label: kindLabels[value] }))}
      onChange={(event) => onChange(event.currentTarget.value as Kind)}
    />
  )
}

/** A number, a boolean or JSON is another value than the text that reads like it. */
function AnyValue({ name, value, onChange, fault }: ValueProps): ReactElement {
  const [kind, setKind] = useState(() => kindOf(value))
  const change = (next: ValueKind): void => {
    setKind(next)
    if (next === 'yes-no') onChange(true)
    else if (next === 'number') onChange(numberIn(String(value ?? '')))
    else if (next === 'text') onChange(typeof value === 'object' ? JSON.stringify(value) : String(value ?? ''))
  }
  return (
    <>
      <KindSelect name={name} kinds={['text', 'number', 'yes-no', 'json']} kind={kind} onChange={change} />
      {kind === 'text' && <TextValue {...{ name, value, onChange, fault }} placeholder="NG" />}
      {kind === 'number' && <NumberValue {...{ name, value, onChange, fault }} />}
      {kind === 'yes-no' && (
        <NativeSelect
          aria-label={`${name}: value`}
          value={String(value)}
          error={fault}
          data={[
            { value: 'true', label: 'yes (true)' },
            { value: 'false', label: 'no (false)' },
          ]}
          onChange={(event) => onChange(event.currentTarget.value === 'true')}
        />
      )}
      {kind === 'json' && (
        <JsonInput
          label={`${name}: value`}
          hidesLabel
          value={value}
          error={fault}
          onChange={(next) => onChange(next ?? '')}
        />
      )}
    </>
  )
}

function ListValue({ name, value, onChange, fault }: ValueProps): ReactElement {
  const items = Array.isArray(value) ? (value as readonly Json[]) : []
  const [kind, setKind] = useState(() => kindOfItems(items))
  const change = (next: typeof kind): void => {
    setKind(next)
    if (next === 'number') onChange(items.map((item) => numberIn(String(item))))
    if (next === 'text') onChange(items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))))
  }
  return (
    <>
      <KindSelect name={name} kinds={['text', 'number', 'json']} kind={kind} onChange={change} />
      {kind === 'json' ? (
        <JsonInput
          label={`${name}: values`}
          hidesLabel
          value={value}
          error={fault}
          onChange={(next) => onChange(next ?? [])}
        />
      ) : (
        <Tags
          name={name}
          items={items.map(String)}
          fault={fault}
          onChange={(texts) => onChange(kind === 'number' ? texts.map(numberIn) : texts)}
        />
      )}
    </>
  )
}

/** One text stands by itself, as it is written by hand. */
function TextsValue({ name, value, onChange, fault }: ValueProps): ReactElement {
  const items = (Array.isArray(value) ? (value as readonly Json[]) : [value ?? '']).map(String)
  const change = (texts: string[]): void => onChange(texts.length === 1 ? (texts[0] ?? '') : texts)
  return <Tags name={name} items={items.filter((item) => item !== '')} fault={fault} onChange={change} />
}

interface TagsProps {
  readonly name: string
  readonly items: string[]
  readonly fault: string | undefined
  readonly onChange: (items: string[]) => void
}

function Tags({ name, items, fault, onChange }: TagsProps): ReactElement {
  return (
    <TagsInput
      aria-label={`${name}: values`}
      placeholder={items.length === 0 ? 'Enter or a comma ends each' : ''}
      splitChars={[',']}
      acceptValueOnBlur
      value={items}
      error={fault}
      onChange={onChange}
    />
  )
}

function TextValue({ name, value, onChange, fault, placeholder }: ValueProps & { placeholder: string }): ReactElement {
  return (
    <TextInput
      aria-label={`${name}: value`}
      placeholder={placeholder}
      spellCheck={false}
      autoCapitalize="off"
      value={typeof value === 'string' ? value : ''}
      error={fault}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

function NumberValue({ name, value, onChange, fault, part = 'value' }: ValueProps & { part?: string }): ReactElement {
  const [typed, setTyped] = useState(() => (typeof value === 'number' ? String(value) : ''))
  const isNumber = typed.trim() === '' || typeof numberIn(typed) === 'number'
  return (
    <TextInput
      aria-label={`${name}: ${part}`}
      inputMode="decimal"
      placeholder="100"
      value={typed}
      error={isNumber ? fault : 'Write a number, such as 12.5'}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onChange(numberIn(event.currentTarget.value))
      }}
    />
  )
}

function RangeValue({ name, value, onChange, fault }: ValueProps): ReactElement {
  const [low = '', high = ''] = Array.isArray(value) ? (value as readonly Json[]) : []
  return (
    <>
      <NumberValue name={name} part="from" value={low} fault={fault} onChange={(next) => onChange([next, high])} />
      <NumberValue name={name} part="to" value={high} fault={undefined} onChange={(next) => onChange([low, next])} />
    </>
  )
}

function InstantValue({ name, value, onChange, fault }: ValueProps): ReactElement {
  const held = typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : ''
  return <ZonedTimeInput label={`${name}: time`} value={held} error={fault} onChange={onChange} />
}
