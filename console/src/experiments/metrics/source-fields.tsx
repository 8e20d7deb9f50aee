import { NativeSelect, Select, TextInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import type { UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { FieldGroup } from '../../forms/field-group.tsx'
import styles from '../experiments.module.css'
import { eventsQuery } from '../queries.ts'
import { pathsOf } from './event-paths.ts'
import type { MetricValues } from './metric-values.ts'

interface SourceFieldsProps {
  readonly form: UseFormReturnType<MetricValues>
  readonly part: 'numerator' | 'denominator'
  readonly title: string
}

/** Which event is counted, of whom, and by which number. */
export function SourceFields({ form, part, title }: SourceFieldsProps): ReactElement {
  const events = useQuery(eventsQuery)
  const { from, event } = form.values[part]
  const isCount = form.values.kind === 'conversion'
  const items = events.data?.items ?? []
  const chosen = items.find(({ name }) => name === event)
  const paths = chosen === undefined ? { units: [], values: [] } : pathsOf(chosen)
  return (
    <FieldGroup
      label={title}
      description={from === 'product' ? chosen?.description : undefined}
      error={undefined}
      path={part}
    >
      <div className={styles.pairs}>
        <NativeSelect
          label="Told by"
          data={[
            { value: 'client', label: 'Your programs' },
            { value: 'product', label: 'The product itself' },
          ]}
          {...form.getInputProps(`${part}.from`)}
          onChange={(change) =>
            form.setFieldValue(part, {
              ...{
                from: change.currentTarget.value === 'product' ? 'product' : 'client',
                event: '',
                unit: '',
                value: '',
              },
            })
          }
        />
        <EventField form={form} part={part} names={items.map(({ name }) => name)} />
        {from === 'product' && (
          <NativeSelect
            label="Who is counted"
            data={[{ value: '', label: 'Choose' }, ...paths.units]}
            {...form.getInputProps(`${part}.unit`)}
          />
        )}
        {!isCount && (
          <NativeSelect
            label="By what"
            data={[
              { value: '', label: 'Each event is one' },
              ...(from === 'client' ? [{ value: 'value', label: 'The value told with it' }] : paths.values),
            ]}
            {...form.getInputProps(`${part}.value`)}
          />
        )}
      </div>
    </FieldGroup>
  )
}

function EventField({
  form,
  part,
  names,
}: Omit<SourceFieldsProps, 'title'> & { names: readonly string[] }): ReactElement {
  const { from, event } = form.values[part]
  if (from === 'client') {
    return (
      <TextInput
        label="Event"
        description="As programs name it, such as purchase"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        maxLength={100}
        {...form.getInputProps(`${part}.event`)}
      />
    )
  }
  return (
    <Select
      label="Event"
      searchable
      nothingFoundMessage="Nothing found"
      data={[...names]}
      {...form.getInputProps(`${part}.event`)}
      value={event === '' ? null : event}
      onChange={(name) => form.setFieldValue(part, { from, event: name ?? '', unit: '', value: '' })}
    />
  )
}
