import { Alert, NativeSelect, Select, Stack, Text } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../../api.ts'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import styles from '../experiments.module.css'
import { useGate } from '../gate.ts'
import { experimentsKey, flagQuery } from '../queries.ts'
import { type RuleChoice, ruleChoices } from './rule-choices.ts'
import type { Form } from './use-experiment-form.ts'

const PAUSE_MS = 200

/** The flag, the rule of it that splits people, and which of its variants the others are compared with. */
export function RuleFields({ form, experimentKey }: { form: Form; experimentKey: string }): ReactElement {
  const closed = useGate('flags:read')
  const { flag, rule } = form.values
  const query = useQuery({ ...flagQuery(flag), enabled: flag !== '' && closed === undefined })
  if (closed !== undefined) return <Alert title={closed}>Rules of flags are chosen by whoever may see them.</Alert>
  const choices = query.data === undefined ? [] : ruleChoices(query.data)
  const chosen = choices.find(({ value }) => value === rule)
  return (
    <Stack>
      <ProblemNotice error={query.error} />
      <div className={styles.pairs}>
        <FlagChoice form={form} />
        <NativeSelect
          label="Rule"
          data={[{ value: '', label: 'Choose' }, ...choices.map(({ value, label }) => ({ value, label }))]}
          {...form.getInputProps('rule')}
          onChange={({ currentTarget: { value } }) => {
            const first = choices.find((one) => one.value === value)?.variants[0]?.key
            form.setValues({ rule: value, control: first ?? '' })
          }}
        />
        <NativeSelect
          label="Control"
          data={[{ value: '', label: 'Choose' }, ...(chosen?.variants.map(({ key }) => key) ?? [])]}
          {...form.getInputProps('control')}
        />
      </div>
      {flag !== '' && query.data !== undefined && choices.length === 0 && (
        <Text size="sm">No rule of this flag splits people in two or more. Give it one first.</Text>
      )}
      {chosen !== undefined && <Bound chosen={chosen} experimentKey={experimentKey} />}
    </Stack>
  )
}

function Bound({ chosen, experimentKey }: { chosen: RuleChoice; experimentKey: string }): ReactElement | null {
  if (chosen.experiment === experimentKey) return null
  const words =
    chosen.experiment === undefined
      ? 'The rule names no experiment yet: bind it once the draft is there.'
      : `The rule is bound to another experiment: ${chosen.experiment}.`
  return (
    <Text size="sm" c="dimmed">
      {words}
    </Text>
  )
}

function FlagChoice({ form }: { form: Form }): ReactElement {
  const { flag } = form.values
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), PAUSE_MS)
  const asked = search === flag ? '' : search.slice(0, 100)
  const found = useQuery({
    queryKey: [...experimentsKey, 'flags', asked],
    queryFn: ({ signal }) =>
      api.flags.list({ query: asked === '' ? { limit: 50 } : { search: asked, limit: 50 }, signal }),
    placeholderData: keepPreviousData,
  })
  const keys = (found.data?.items ?? []).map(({ key }) => key)
  return (
    <Select
      label="Flag"
      searchable
      nothingFoundMessage={found.isFetching ? 'Looking' : 'Nothing found'}
      data={flag === '' || keys.includes(flag) ? keys : [flag, ...keys]}
      {...form.getInputProps('flag')}
      value={flag === '' ? null : flag}
      onChange={(key) => form.setValues({ flag: key ?? '', rule: '', control: '' })}
      onSearchChange={setTyped}
      filter={({ options }) => options}
    />
  )
}
