import { Button, NativeSelect, Textarea, TextInput, VisuallyHidden } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { Json } from '@plinth/sdk/flags'
import { type ReactElement, useState } from 'react'
import { numberIn } from './conditions/tree.ts'
import { blankVariant, type FlagValues, type VariantValues } from './flag-values.ts'
import styles from './flags.module.css'
import { JsonInput } from './json-input.tsx'
import { useRows } from './use-rows.ts'

export type FlagFormType = UseFormReturnType<FlagValues>

/** What a flag can serve: names, each with a value of its type. */
export function VariantList({ form }: { form: FlagFormType }): ReactElement {
  const { type, variants } = form.values
  const rows = useRows<VariantValues>({
    items: variants,
    onChange: (next) => form.setFieldValue('variants', [...next]),
    nameOf: (at) => `Variant ${at + 1}`,
  })
  const own = form.errors.variants
  return (
    <fieldset className={styles.section} data-path="variants" tabIndex={-1}>
      <legend className={styles.legend}>Variants</legend>
      {variants.map((variant, at) => (
        <div key={rows.keys[at]} className={styles.variant} {...rows.rowMark(at)}>
          <TextInput
            label={`Name of variant ${at + 1}`}
            maxLength={120}
            spellCheck={false}
            autoCapitalize="off"
            {...form.getInputProps(`variants.${at}.key`)}
          />
          <ValueInput form={form} at={at} key={type} />
          <Button
            size="xs"
            variant="default"
            aria-label={`Remove variant ${variant.key || at + 1}`}
            disabled={variants.length === 1}
            onClick={() => rows.remove(at)}
            {...rows.actMark('remove', at)}
          >
            Remove
          </Button>
        </div>
      ))}
      {own !== undefined && <p className={styles.fault}>{own}</p>}
      <div>
        <Button size="xs" variant="default" onClick={() => rows.add(blankVariant(type))} {...rows.actMark('add')}>
          Add a variant
        </Button>
      </div>
      <VisuallyHidden role="status">{rows.said}</VisuallyHidden>
    </fieldset>
  )
}

interface ValueInputProps {
  readonly form: FlagFormType
  readonly at: number
}

function ValueInput({ form, at }: ValueInputProps): ReactElement {
  const path = `variants.${at}.value`
  const label = `Value of variant ${at + 1}`
  const value: Json | undefined = form.values.variants[at]?.value
  const fault = form.errors[path]
  const error = typeof fault === 'string' ? fault : undefined
  const put = (next: Json | undefined): void => form.setFieldValue(path, next as never)
  switch (form.values.type) {
    case 'boolean':
      return (
        <NativeSelect
          label={label}
          data-path={path}
          value={String(value)}
          error={error}
          data={[
            { value: 'true', label: 'on (true)' },
            { value: 'false', label: 'off (false)' },
          ]}
          onChange={(event) => put(event.currentTarget.value === 'true')}
        />
      )
    case 'string':
      return (
        <Textarea
          label={label}
          data-path={path}
          autosize
          minRows={1}
          maxRows={8}
          value={typeof value === 'string' ? value : ''}
          error={error}
          onChange={(event) => put(event.currentTarget.value)}
        />
      )
    case 'number':
      return <NumberInput label={label} path={path} value={value} error={error} onChange={put} />
    default:
      return <JsonInput label={label} path={path} value={value} error={error} onChange={put} />
  }
}

interface NumberInputProps {
  readonly label: string
  readonly path: string
  readonly value: Json | undefined
  readonly error: string | undefined
  readonly onChange: (value: Json) => void
}

function NumberInput({ label, path, value, error, onChange }: NumberInputProps): ReactElement {
  const [typed, setTyped] = useState(() => String(value ?? ''))
  return (
    <TextInput
      label={label}
      data-path={path}
      inputMode="decimal"
      value={typed}
      error={typeof numberIn(typed) === 'number' ? error : 'Write a number, such as 12.5'}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onChange(numberIn(event.currentTarget.value))
      }}
    />
  )
}
