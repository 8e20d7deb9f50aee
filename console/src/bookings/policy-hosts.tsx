import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import styles from './policy.module.css'
import { NumberField, type PolicyFormState } from './policy-field.tsx'
import { hostsQuery } from './queries.ts'

/** Those with working hours can be hosts; who weighs more comes up more often. */
export function PolicyHosts({ form }: { form: PolicyFormState }): ReactElement {
  const known = useQuery(hostsQuery(true))
  const [chosen, choose] = useState('')
  const chosenIds = form.values.hosts.map(({ hostId }) => hostId)
  const others = (known.data ?? []).filter(({ ownerId }) => !chosenIds.includes(ownerId))
  const nameOf = (id: string): string => known.data?.find(({ ownerId }) => ownerId === id)?.name ?? 'Somebody'
  const next = others.some(({ ownerId }) => ownerId === chosen) ? chosen : (others[0]?.ownerId ?? '')
  return (
    <Stack gap="md">
      <ProblemNotice error={known.error} />
      {form.errors.hosts !== undefined && (
        <Text role="alert" c="var(--mantine-color-error)" size="sm">
          {form.errors.hosts}
        </Text>
      )}
      {form.values.hosts.map(({ hostId }, at) => (
        <fieldset className={styles.rule} key={hostId} aria-label={nameOf(hostId)}>
          <Text>{nameOf(hostId)}</Text>
          <NumberField form={form} name={`hosts.${at}.weight`} label="Weight" />
          <Button
            variant="default"
            aria-label={`Remove ${nameOf(hostId)}`}
            onClick={() => form.removeListItem('hosts', at)}
          >
            Remove
          </Button>
        </fieldset>
      ))}
      {others.length > 0 && (
        <Group align="flex-end">
          <NativeSelect
            label="One more host"
            value={next}
            data={others.map(({ ownerId, name }) => ({ value: ownerId, label: name }))}
            onChange={(event) => choose(event.currentTarget.value)}
          />
          <Button variant="default" onClick={() => form.insertListItem('hosts', { hostId: next, weight: '1' })}>
            Add the host
          </Button>
        </Group>
      )}
      {known.data?.length === 0 && <p>Nobody has working hours yet; those come first.</p>}
    </Stack>
  )
}
