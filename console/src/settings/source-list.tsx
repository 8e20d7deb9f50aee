import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { Setting } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { Disclosure } from '../shell/disclosure.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { When } from '../shell/when.tsx'
import { changeOf, settingsQuery } from './queries.ts'
import { memberLabel, sourceWords } from './words.ts'

type Member = Setting['members'][number]

interface SourceListProps {
  readonly setting: Setting
  readonly onFollowed: () => void
}

/** Of every member where it comes from and who said it when; what was said here can follow the server again. */
export function SourceList({ setting, onFollowed }: SourceListProps): ReactElement {
  const me = useMe()
  return (
    <Disclosure label={`Where values come from: ${setting.title}`}>
      <Rows label={`Sources: ${setting.title}`}>
        {setting.members.map((member) => (
          <Row
            key={member.name}
            title={memberLabel(setting, member.name)}
            detail={<Said member={member} />}
            aside={
              <>
                <StateBadge tone={member.source === 'database' ? 'positive' : 'quiet'}>
                  {sourceWords[member.source]}
                </StateBadge>
                {member.source === 'database' && may(me, 'settings:manage') && (
                  <Follow setting={setting} member={member} onFollowed={onFollowed} />
                )}
              </>
            }
          />
        ))}
      </Rows>
    </Disclosure>
  )
}

function Said({ member: { changedAt, changedByName, variable } }: { member: Member }): ReactElement | null {
  if (variable !== null) return <>{variable}</>
  if (changedAt === null) return null
  return (
    <>
      <When at={changedAt} />
      {changedByName !== null && ` by ${changedByName}`}
    </>
  )
}

function Follow({ setting, member, onFollowed }: SourceListProps & { member: Member }): ReactElement {
  const queryClient = useQueryClient()
  const label = memberLabel(setting, member.name)
  const { mutate, isPending } = useMutation({
    mutationFn: () =>
      changeOf(setting.key)({
        body: { value: setting.value, version: setting.version, inherit: [member.name] },
      }),
    onSuccess: async () => {
      notifyDone(`${label} follows the server again.`)
      await queryClient.invalidateQueries({ queryKey: settingsQuery.queryKey })
      onFollowed()
    },
    onError: notifyProblem,
  })
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={isPending}
      aria-label={`Take back ${label}`}
      onClick={() => mutate()}
    >
      Take back
    </Button>
  )
}
