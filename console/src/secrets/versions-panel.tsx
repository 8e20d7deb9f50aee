import { Button, Group, Stack } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { SecretDetail } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { Panel } from '../shell/panel.tsx'
import { Rows } from '../shell/rows.tsx'
import { RollBack } from './roll-back.tsx'
import styles from './secrets.module.css'
import { VersionRow } from './version-row.tsx'
import { WriteVersion } from './write-version.tsx'

type Version = SecretDetail['versions'][number]

/** The values that a secret has had, newest first, and what is done with them. */
export function VersionsPanel({ secret }: { secret: SecretDetail }): ReactElement {
  const [open, setOpen] = useState<'write' | 'back' | null>(null)
  const { versions } = secret
  const mayWrite = secret.may.manage && secret.deletedAt === null
  const former = versions.find((version) => version.stages.includes('previous') && isGood(version))
  const close = (): void => setOpen(null)
  return (
    <Panel
      title="Versions"
      aside={
        mayWrite && (
          <Group gap="xs">
            {former !== undefined && (
              <Button
                size="xs"
                variant="default"
                aria-expanded={open === 'back'}
                onClick={() => setOpen(open === 'back' ? null : 'back')}
              >
                Roll back
              </Button>
            )}
            <Button
              size="xs"
              aria-expanded={open === 'write'}
              onClick={() => setOpen(open === 'write' ? null : 'write')}
            >
              New version
            </Button>
          </Group>
        )
      }
    >
      <Stack>
        {open === 'write' && (
          <div className={styles.inset}>
            <WriteVersion secret={secret} onDone={close} />
          </div>
        )}
        {open === 'back' && former !== undefined && (
          <div className={styles.inset}>
            <RollBack secret={secret} former={former} onDone={close} />
          </div>
        )}
        {versions.length === 0 ? (
          <Empty
            title="No value yet"
            hint="Whoever asks for it is told that there is none, until a version is written."
          />
        ) : (
          <Rows label="Versions">
            {versions.map((version) => (
              <VersionRow key={version.number} secret={secret} version={version} />
            ))}
          </Rows>
        )}
      </Stack>
    </Panel>
  )
}

function isGood({ destroyedAt, retiredAt, retiresAt }: Version): boolean {
  if (destroyedAt !== null || retiredAt !== null) return false
  return retiresAt === null || Date.parse(retiresAt) > Date.now()
}
