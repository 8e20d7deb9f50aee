import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { ConfirmButton } from '../../../shell/confirm-button.tsx'
import { Empty } from '../../../shell/empty.tsx'
import { notifyDone, notifyProblem } from '../../../shell/notify.ts'
import { Page } from '../../../shell/page.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { When } from '../../../shell/when.tsx'
import type { ListedProfile } from '../../types.ts'
import { profilesKey, profilesQuery } from './queries.ts'

/** Formats that the trader described, and those that everybody has. */
export function ProfilesPage(): ReactElement {
  const profiles = useQuery(profilesQuery)
  return (
    <Page
      title="Formats of files"
      eyebrow={<TextLink to="/trading/imports">Imports</TextLink>}
      lead="A file is read by the format that knows its columns."
    >
      <QueryView query={profiles}>
        {(items) => (
          <>
            <Panel title="Your own">
              <OwnProfiles profiles={items.filter(({ shipped }) => !shipped)} />
            </Panel>
            <Panel title="Known to everybody">
              <Rows label="Formats known to everybody">
                {items
                  .filter(({ shipped }) => shipped)
                  .map(({ id, name, broker }) => (
                    <Row key={id} title={name} detail={broker} />
                  ))}
              </Rows>
            </Panel>
          </>
        )}
      </QueryView>
    </Page>
  )
}

function OwnProfiles({ profiles }: { profiles: readonly ListedProfile[] }): ReactElement {
  if (profiles.length === 0)
    return (
      <Empty
        title="You have described none"
        hint="Import a file that nobody knows: you say what its columns are, and it is known from then on."
      />
    )
  return (
    <Rows label="Your own formats">
      {profiles.map((profile) => (
        <Row
          key={profile.id}
          title={
            <TextLink to="/trading/imports/profiles/$id" params={{ id: profile.id }}>
              {profile.name}
            </TextLink>
          }
          detail={
            <>
              {profile.broker}
              {profile.broker !== '' && ' · '}
              {profile.updatedAt !== null && <When at={profile.updatedAt} />}
            </>
          }
          aside={<RemoveProfile profile={profile} />}
        />
      ))}
    </Rows>
  )
}

function RemoveProfile({ profile: { id, name } }: { profile: ListedProfile }): ReactElement {
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => api.trading.deleteImportProfile({ path: { id } }),
    onSuccess: async () => {
      notifyDone('The format is removed.')
      await client.invalidateQueries({ queryKey: profilesKey })
    },
    onError: notifyProblem,
  })
  return (
    <ConfirmButton
      label={`Remove ${name}`}
      question="Imports that were read by it keep what it was. Remove it?"
      confirm="Remove it"
      pending={remove.isPending}
      onConfirm={() => remove.mutate()}
    />
  )
}
