import { Button, Group, MultiSelect, NativeSelect, TextInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, type ReactElement, type ReactNode, useState } from 'react'
import { api } from '../../api.ts'
import { Disclosure } from '../../shell/disclosure.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { tradingQueries } from '../queries.ts'
import type { Tag } from './types.ts'
import { groupings } from './words.ts'

interface TagsFieldProps {
  readonly label: string
  /** Only tags of this group, and new ones are of it. */
  readonly grouping?: Tag['grouping']
  readonly value: readonly string[]
  readonly error?: ReactNode
  readonly onChange: (ids: string[]) => void
}

/** Tags of the trader's own; one that is missing is added in the same place. */
export function TagsField({ label, grouping, value, error, onChange }: TagsFieldProps): ReactElement {
  const tags = useQuery(tradingQueries.tags())
  const fitting = (tags.data ?? []).filter((tag) => grouping === undefined || tag.grouping === grouping)
  const names = new Set(fitting.map(({ name }) => name))
  const labelOf = ({ name, grouping: of }: Tag) =>
    grouping === undefined && names.size < fitting.length ? `${name} (${groupings[of].toLowerCase()})` : name
  return (
    <div>
      <MultiSelect
        label={label}
        data={fitting.map((tag) => ({ value: tag.id, label: labelOf(tag) }))}
        value={[...value]}
        error={error}
        searchable
        nothingFoundMessage="No such tag: add it below"
        onChange={onChange}
      />
      <Disclosure label={grouping === undefined ? 'New tag' : `New ${groupings[grouping].toLowerCase()}`}>
        <NewTag grouping={grouping} onAdded={(id) => onChange([...value, id])} />
      </Disclosure>
    </div>
  )
}

interface NewTagProps {
  readonly grouping: Tag['grouping'] | undefined
  readonly onAdded: (id: string) => void
}

/** NOTE: it stands inside other forms, so it is none itself. */
function NewTag({ grouping, onAdded }: NewTagProps): ReactElement {
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [group, setGroup] = useState<Tag['grouping']>(grouping ?? 'setup')
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.trading.addTag({ body: { name: name.trim(), grouping: group } }),
    onSuccess: async ({ id }) => {
      setName('')
      await queryClient.invalidateQueries({ queryKey: tradingQueries.tags().queryKey })
      onAdded(id)
    },
  })
  const add = (): void => {
    if (name.trim() !== '' && !isPending) mutate()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    add()
  }
  return (
    <>
      <ProblemNotice error={error} />
      <Group align="flex-end" mt="xs">
        <TextInput
          label="Name of the new tag"
          maxLength={40}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {grouping === undefined && (
          <NativeSelect
            label="Group"
            value={group}
            onChange={(event) => setGroup(event.currentTarget.value as Tag['grouping'])}
            data={Object.entries(groupings).map(([value, label]) => ({ value, label }))}
          />
        )}
        <Button variant="default" loading={isPending} onClick={add}>
          Add the tag
        </Button>
      </Group>
    </>
  )
}
