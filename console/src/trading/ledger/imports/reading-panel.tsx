import { Button, Group, NativeSelect, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { ButtonLink } from '../../../shell/button-link.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { allZones } from '../../../shell/zoned.ts'
import type { ListedProfile, TradingImport } from '../../types.ts'
import styles from './imports.module.css'
import { profilesQuery } from './queries.ts'
import { useImportStep } from './use-import-step.ts'

/** By which format the file is read: what knows it stands first, every other one can be chosen. */
export function ReadingPanel({ batch }: { batch: TradingImport }): ReactElement {
  const { id, detected, profile, timeZone } = batch
  const profiles = useQuery(profilesQuery).data ?? []
  const [chosen, choose] = useState(profile?.id ?? detected[0]?.id ?? '')
  const [zone, setZone] = useState(timeZone)
  const read = useImportStep(async () => {
    await api.trading.mapImport({ path: { id }, body: { profileId: chosen, timeZone: zone } })
    return await api.trading.previewImport({ path: { id } })
  })
  return (
    <Panel title="How it is read">
      <Stack gap="md">
        <p>{detected.length === 0 ? UNKNOWN : `Its columns are those of ${detected[0]?.name}.`}</p>
        <div className={styles.pairs}>
          <NativeSelect
            label="Format"
            value={chosen}
            onChange={(event) => choose(event.currentTarget.value)}
            data={[...(chosen === '' ? [{ value: '', label: 'Choose a format' }] : []), ...choices(batch, profiles)]}
          />
          <NativeSelect
            label="Zone of times that name none"
            value={zone}
            onChange={(event) => setZone(event.currentTarget.value)}
            data={[...new Set([timeZone, ...allZones()])]}
          />
        </div>
        <ProblemNotice error={read.error} />
        <Group>
          <Button
            variant={batch.state === 'previewed' ? 'default' : 'filled'}
            loading={read.isPending}
            disabled={chosen === ''}
            onClick={() => read.mutate(undefined)}
          >
            {batch.state === 'previewed' ? 'Preview it this way' : 'Preview'}
          </Button>
          <ButtonLink
            variant={chosen === '' ? 'filled' : 'default'}
            to="/trading/imports/$id/map"
            params={{ id }}
            search={profiles.some((one) => one.id === chosen && !one.shipped) ? { profile: chosen } : {}}
          >
            Say what its columns are
          </ButtonLink>
        </Group>
      </Stack>
    </Panel>
  )
}

const UNKNOWN = 'No format that is known here has these columns. Say what they are, once: files like it are then known.'

interface Choice {
  readonly value: string
  readonly label: string
}

function choices({ detected, profile }: TradingImport, profiles: readonly ListedProfile[]) {
  const known = new Set(detected.map(({ id }) => id))
  const asChoice = ({ id, name }: { id: string; name: string }): Choice => ({ value: id, label: name })
  const others = profiles.filter(({ id }) => !known.has(id))
  const isListed = profile === null || known.has(profile.id) || others.some(({ id }) => id === profile.id)
  return [
    { group: 'Know this file', items: [...detected, ...(isListed ? [] : [profile])].map(asChoice) },
    { group: 'Your own', items: others.filter(({ shipped }) => !shipped).map(asChoice) },
    { group: 'All others', items: others.filter(({ shipped }) => shipped).map(asChoice) },
  ].filter(({ items }) => items.length > 0)
}
