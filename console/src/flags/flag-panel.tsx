import { Button, Code, Group, Stack } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { may, useMe } from '../identity/me.ts'
import { Facts } from '../shell/facts.tsx'
import { Panel } from '../shell/panel.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { When } from '../shell/when.tsx'
import { ArchiveButton } from './archive-button.tsx'
import { typeLabels } from './filter.ts'
import { FlagForm } from './flag-form.tsx'
import styles from './flags.module.css'
import type { Flag } from './types.ts'
import { staleWords } from './words.ts'

/** What a flag is in every environment; edited in its own place. */
export function FlagPanel({ flag }: { flag: Flag }): ReactElement {
  const me = useMe()
  const [begun, begin] = useState<{ flag: Flag; round: number } | null>(null)
  const writes = may(me, 'flags:write')
  if (begun !== null) {
    return (
      <Panel title="The flag">
        <FlagForm
          key={begun.round}
          first={begun.flag}
          onBeginWith={(theirs) => begin({ flag: theirs, round: begun.round + 1 })}
          onClose={() => begin(null)}
        />
      </Panel>
    )
  }
  return (
    <Panel title="The flag">
      <Stack gap="md">
        {flag.description !== '' && <p className={styles.description}>{flag.description}</p>}
        <FlagFacts flag={flag} />
        <Rows label="Variants">
          {flag.variants.map(({ key, value }) => (
            <Row key={key} title={key} aside={<Code className={styles.value ?? ''}>{JSON.stringify(value)}</Code>} />
          ))}
        </Rows>
        {writes && (
          <Group>
            {flag.archivedAt === null && (
              <Button variant="default" onClick={() => begin({ flag, round: 0 })}>
                Edit the flag
              </Button>
            )}
            <ArchiveButton flag={flag} />
          </Group>
        )}
      </Stack>
    </Panel>
  )
}

function FlagFacts({ flag }: { flag: Flag }): ReactElement {
  const { type, owner, isPublic, isPermanent, archivedAt, lastEvaluatedAt, stale, createdAt, staleAfterDays } = flag
  return (
    <Facts
      facts={[
        [
          'State',
          archivedAt === null ? undefined : (
            <>
              <StateBadge tone="quiet">Archived</StateBadge> <When at={archivedAt} />
            </>
          ),
        ],
        ['Type', typeLabels[type]],
        ['Owner', owner === null ? 'Nobody' : owner.name || 'Somebody whose account is gone'],
        ['Who gets it', isPublic ? 'Browsers and apps, too' : 'Programs with a key'],
        ['Last evaluated', lastEvaluatedAt === null ? 'Never' : <When key="used" at={lastEvaluatedAt} />],
        ['Staleness', stale === null ? staleness(isPermanent, staleAfterDays) : staleWords[stale]],
        ['Made', <When key="made" at={createdAt} show="day" />],
      ]}
    />
  )
}

function staleness(isPermanent: boolean, days: number | null): string | undefined {
  if (isPermanent) return 'Permanent: never stale'
  return days === null ? undefined : `After ${days} days`
}
