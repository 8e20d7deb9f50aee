import { Button, Group, MultiSelect, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import type { UseFormReturnType } from '@mantine/form'
import type { ReactElement, ReactNode } from 'react'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { allZones } from '../../../shell/zoned.ts'
import { classWords } from '../instruments/words.ts'
import styles from './imports.module.css'
import type { MapperValues } from './mapper-values.ts'

type MapperState = UseFormReturnType<MapperValues>

interface MapperFormProps {
  readonly form: MapperState
  /** What the file's columns are called. */
  readonly columns: readonly string[]
  readonly submit: string
  readonly pending: boolean
  readonly problem: unknown
  readonly onSubmit: (event?: React.FormEvent<HTMLFormElement>) => void
  /** What the first rows come to, between the fields and the button. */
  readonly children?: ReactNode
}

/** Which column is what, and how numbers and days are written. */
export function MapperForm(props: MapperFormProps): ReactElement {
  const { form, columns, submit, pending, problem, onSubmit, children } = props
  return (
    <form onSubmit={onSubmit} noValidate aria-label="Format">
      <Stack gap="lg">
        <ProblemNotice error={problem} />
        <Panel title="Which column is what">
          <Columns form={form} columns={columns} />
        </Panel>
        <Panel title="Bought or sold">
          <Side form={form} columns={columns} />
        </Panel>
        <Panel title="Fees and rows to pass over">
          <Rest form={form} columns={columns} />
        </Panel>
        <Panel title="How it is written">
          <Writing form={form} />
        </Panel>
        {children}
        <Panel title="Keep it">
          <Stack gap="md">
            <div className={styles.pairs}>
              <TextInput
                label="Name of this format"
                description="Files with these columns are known by it from now on."
                maxLength={80}
                {...form.getInputProps('name')}
              />
              <TextInput
                label="Broker"
                description="If one writes files like it."
                maxLength={80}
                {...form.getInputProps('broker')}
              />
            </div>
            <Group>
              <Button type="submit" loading={pending}>
                {submit}
              </Button>
            </Group>
          </Stack>
        </Panel>
      </Stack>
    </form>
  )
}

interface PartProps {
  readonly form: MapperState
  readonly columns: readonly string[]
}

const plain = [
  ['symbol', 'What was traded'],
  ['quantity', 'Quantity'],
  ['price', 'Price'],
  ['date', 'Day, or day and time'],
  ['time', 'Time, if apart'],
  ['currency', 'Currency of the price'],
  ['multiplier', 'Multiplier'],
  ['externalId', 'Id of the execution'],
  ['orderId', 'Id of the order'],
] as const

const NONE = { value: '', label: 'Not in the file' }

function Columns({ form, columns }: PartProps): ReactElement {
  const options = columns.map((column) => ({ value: column, label: column }))
  return (
    <div className={styles.pairs}>
      {plain.map(([name, label]) => (
        <NativeSelect key={name} label={label} data={[NONE, ...options]} {...form.getInputProps(name)} />
      ))}
      <NativeSelect
        label="Kind of instrument"
        data={[
          { value: '', label: 'As the symbol tells' },
          {
            group: 'All rows are',
            items: Object.entries(classWords).map(([value, label]) => ({ value: `=${value}`, label })),
          },
          { group: 'In the column', items: options },
        ]}
        {...form.getInputProps('assetClass')}
      />
    </div>
  )
}

function Side({ form, columns }: PartProps): ReactElement {
  return (
    <div className={styles.pairs}>
      <NativeSelect
        label="Column of the side"
        data={[
          { value: '', label: 'The sign of the quantity' },
          ...columns.map((column) => ({ value: column, label: column })),
        ]}
        {...form.getInputProps('side')}
      />
      {form.values.side !== '' && (
        <>
          <TextInput label="Words for bought" description="Commas between" {...form.getInputProps('buy')} />
          <TextInput label="Words for sold" description="Commas between" {...form.getInputProps('sell')} />
        </>
      )}
    </div>
  )
}

function Rest({ form, columns }: PartProps): ReactElement {
  return (
    <div className={styles.pairs}>
      <MultiSelect
        label="Columns of fees"
        data={[...new Set([...columns, ...form.values.fees])]}
        comboboxProps={{ withinPortal: false }}
        {...form.getInputProps('fees')}
      />
      {form.values.fees.length > 0 && (
        <NativeSelect
          label="A cost is written"
          data={[
            { value: 'magnitude', label: 'either way, always a cost' },
            { value: 'positive', label: 'as a positive number; negative is a rebate' },
            { value: 'negative', label: 'as a negative number; positive is a rebate' },
          ]}
          {...form.getInputProps('cost')}
        />
      )}
      <NativeSelect
        label="Pass over rows by the column"
        data={[{ value: '', label: 'None' }, ...columns.map((column) => ({ value: column, label: column }))]}
        {...form.getInputProps('skipColumn')}
      />
      {form.values.skipColumn !== '' && (
        <TextInput
          label="Where it says"
          description="Such as cancelled, dividend; commas between"
          {...form.getInputProps('skipWords')}
        />
      )}
    </div>
  )
}

function Writing({ form }: { form: MapperState }): ReactElement {
  return (
    <div className={styles.pairs}>
      <NativeSelect
        label="Numbers"
        data={[
          { value: '.', label: '1,234.56' },
          { value: ',', label: '1.234,56' },
        ]}
        {...form.getInputProps('decimal')}
      />
      <Textarea
        label="Days and times"
        description="yyyy MM dd HH mm ss, a for AM and PM; one pattern a line, the first that fits counts"
        autosize
        minRows={1}
        {...form.getInputProps('dates')}
      />
      <NativeSelect
        label="Zone of the times"
        data={[{ value: 'account', label: 'That of the import' }, ...allZones()]}
        {...form.getInputProps('zone')}
      />
      <NativeSelect
        label="Order of the rows"
        data={[
          { value: 'auto', label: 'As their times tell' },
          { value: 'oldest-first', label: 'Oldest first' },
          { value: 'newest-first', label: 'Newest first' },
        ]}
        {...form.getInputProps('order')}
      />
      <NativeSelect
        label="Between columns"
        data={[
          { value: 'auto', label: 'As the file shows' },
          { value: ',', label: 'Comma' },
          { value: ';', label: 'Semicolon' },
          { value: '\t', label: 'Tab' },
          { value: '|', label: 'Bar' },
        ]}
        {...form.getInputProps('delimiter')}
      />
    </div>
  )
}
