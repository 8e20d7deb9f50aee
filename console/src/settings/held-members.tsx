import { Stack, Text } from '@mantine/core'
import type { ReactElement } from 'react'
import type { Setting } from '../api.ts'
import { inWords } from '../forms/field-changes.tsx'
import { entriesOf } from '../forms/fields.ts'
import type { JsonSchema } from '../forms/json-schema.ts'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { memberLabel } from './words.ts'

/** What a variable of the server holds: to be read here, and changed there. */
export function HeldMembers({ setting }: { setting: Setting }): ReactElement | null {
  const held = setting.members.filter(({ variable }) => variable !== null)
  if (held.length === 0) return null
  const entries = entriesOf(setting.schema as JsonSchema)
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        The environment of the server holds these. They are changed there, with a restart.
      </Text>
      <Rows label={`Held by the server: ${setting.title}`}>
        {held.map(({ name, variable }) => (
          <Row
            key={name}
            title={memberLabel(setting, name)}
            detail={`${inWords(setting.value[name], entries.find((entry) => entry.name === name)?.field)} (${variable})`}
            aside={<StateBadge tone="quiet">Read only</StateBadge>}
          />
        ))}
      </Rows>
    </Stack>
  )
}
