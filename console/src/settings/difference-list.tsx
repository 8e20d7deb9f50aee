import { NativeSelect, Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import type { api } from '../api.ts'
import { inWords } from '../forms/field-changes.tsx'
import { wordsOf } from '../forms/fields.ts'
import { Empty } from '../shell/empty.tsx'
import { Facts } from '../shell/facts.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge, type Tone } from '../shell/state-badge.tsx'

type Difference = Awaited<ReturnType<typeof api.settings.import>>['differences'][number]
type Resolution = 'keep' | 'take'
export type Resolutions = Readonly<Record<string, Resolution>>

interface DifferenceListProps {
  readonly differences: readonly Difference[]
  readonly resolutions: Resolutions
  readonly onResolve: (member: string, resolution: Resolution) => void
}

const outcomes: Readonly<Record<Difference['outcome'], { readonly label: string; readonly tone: Tone }>> = {
  keep: { label: 'Stays as it is here', tone: 'quiet' },
  take: { label: 'Is taken from the file', tone: 'positive' },
  conflict: { label: 'Changed in both', tone: 'caution' },
  held: { label: 'Held by the server', tone: 'caution' },
  unknown: { label: 'Not known here', tone: 'caution' },
}

/** Every member of which the file says other than this installation, with what would come of it. */
export function DifferenceList({ differences, resolutions, onResolve }: DifferenceListProps): ReactElement {
  if (differences.length === 0) return <Empty title="The file says what holds here" hint="Nothing would change." />
  return (
    <Rows label="Differences">
      {differences.map((difference) => {
        const place = `${difference.key}.${difference.member}`
        const { label, tone } = outcomes[difference.outcome]
        return (
          <Row
            key={place}
            title={nameOf(difference)}
            detail={
              <Stack gap="xs">
                <Facts
                  facts={[
                    ['Both began with', sayingInWords(difference.base)],
                    ['Here', sayingInWords(difference.ours)],
                    ['In the file', sayingInWords(difference.theirs)],
                  ]}
                />
                <Choice difference={difference} chosen={resolutions[place]} onChoose={(one) => onResolve(place, one)} />
              </Stack>
            }
            aside={<StateBadge tone={tone}>{label}</StateBadge>}
          />
        )
      })}
    </Rows>
  )
}

function nameOf({ key, title, member }: Difference): string {
  return `${title ?? key}: ${wordsOf(member)}`
}

interface ChoiceProps {
  readonly difference: Difference
  readonly chosen: Resolution | undefined
  readonly onChoose: (resolution: Resolution) => void
}

/** A word for what waits for one, and for what was decided by one. */
function Choice({ difference, chosen, onChoose }: ChoiceProps): ReactElement | null {
  const waits = difference.outcome !== 'keep' && difference.outcome !== 'take'
  if (!waits && chosen === undefined) return null
  const isClosed = difference.outcome === 'held' || difference.outcome === 'unknown'
  return (
    <NativeSelect
      label={`What holds of ${nameOf(difference)}`}
      value={isClosed ? '' : (chosen ?? '')}
      data={[
        ...(chosen === undefined || isClosed ? [{ value: '', label: 'Decide' }] : []),
        { value: 'keep', label: 'What is here' },
        ...(isClosed ? [] : [{ value: 'take', label: 'What the file says' }]),
      ]}
      onChange={(event) => {
        const { value } = event.currentTarget
        if (value === 'keep' || value === 'take') onChoose(value)
      }}
    />
  )
}

function sayingInWords({ state, value }: Difference['base']): string {
  if (state === 'unsaid') return 'Not said: the server decides'
  return state === 'omitted' ? 'Taken away' : inWords(value, undefined)
}
