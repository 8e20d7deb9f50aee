import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useId, useState } from 'react'
import { api } from '../api.ts'
import { DropBox } from '../files/drop-box.tsx'
import { may, useMe } from '../identity/me.ts'
import { GatedButton } from '../shell/gated-button.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { DifferenceList, type Resolutions } from './difference-list.tsx'
import { settingsQuery } from './queries.ts'

type Document = Parameters<typeof api.settings.import>[0]['body']['document']

/** Settings carried from one installation to another, or back to where they came from. */
export function TransferPage(): ReactElement {
  const me = useMe()
  return (
    <Page
      title="Export and import"
      eyebrow={<TextLink to="/settings">Settings</TextLink>}
      lead="What was said here, as a file for another installation. What the environment of a server holds is not in it."
      width="reading"
    >
      <Stack gap="lg">
        <Panel title="Export">
          <Stack gap="md">
            <Text>The same file as long as nobody says anything else, so that it can stand under version control.</Text>
            <Group>
              <Button component="a" href="/api/settings/export" download>
                Download the export
              </Button>
            </Group>
          </Stack>
        </Panel>
        {may(me, 'settings:manage') && (
          <Panel title="Import">
            <Import />
          </Panel>
        )}
      </Stack>
    </Page>
  )
}

type Chosen = { readonly name: string; readonly document: Document | null }

function Import(): ReactElement {
  const id = useId()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  return (
    <Stack gap="md">
      <div>
        <label htmlFor={id}>File of an export</label>
        <DropBox
          input={{ id, accept: 'application/json,.json', 'aria-describedby': `${id}-state` }}
          onFiles={([file]) => {
            if (file !== undefined) void read(file).then(setChosen)
          }}
        />
      </div>
      <Text id={`${id}-state`} role="status" size="sm" c="dimmed">
        {chosen === null ? 'Nothing changes before you apply it.' : chosen.name}
      </Text>
      {chosen?.document === null && <Text c="red">{chosen.name} is not JSON.</Text>}
      {chosen !== null && chosen.document !== null && (
        <Plan key={JSON.stringify(chosen.document)} document={chosen.document} onDone={() => setChosen(null)} />
      )}
    </Stack>
  )
}

/** What the file holds beyond JSON the server says. */
async function read(file: File): Promise<Chosen> {
  try {
    return { name: file.name, document: JSON.parse(await file.text()) as Document }
  } catch {
    return { name: file.name, document: null }
  }
}

/** What would come of the file, decided member by member, and then done whole. */
function Plan({ document, onDone }: { document: Document; onDone: () => void }): ReactElement {
  const queryClient = useQueryClient()
  const [resolutions, setResolutions] = useState<Resolutions>({})
  const plan = useQuery({
    queryKey: ['settings', 'plan', document, resolutions],
    queryFn: ({ signal }) => api.settings.import({ body: { document, resolutions, dryRun: true }, signal }),
    staleTime: 0,
    placeholderData: (previous) => previous,
  })
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.settings.import({ body: { document, resolutions, dryRun: false } }),
    onSuccess: async () => {
      notifyDone('The settings are taken over.')
      onDone()
      await queryClient.invalidateQueries({ queryKey: settingsQuery.queryKey })
    },
  })
  return (
    <QueryView query={plan}>
      {({ differences, faults }) => (
        <Stack gap="md">
          <DifferenceList
            differences={differences}
            resolutions={resolutions}
            onResolve={(member, resolution) => setResolutions({ ...resolutions, [member]: resolution })}
          />
          {faults.map(({ key, member, message }) => (
            <Text key={`${key} ${member} ${message}`} c="red" role="alert">
              {[key, member].filter((part) => part !== null).join('.')} {message}
            </Text>
          ))}
          <ProblemNotice error={error} />
          <GatedButton loading={isPending} disabledReason={reasonAgainst(differences, faults)} onClick={() => mutate()}>
            Apply
          </GatedButton>
        </Stack>
      )}
    </QueryView>
  )
}

function reasonAgainst(
  differences: readonly { readonly outcome: string }[],
  faults: readonly unknown[],
): string | undefined {
  const open = differences.filter(({ outcome }) => outcome !== 'keep' && outcome !== 'take').length
  if (open > 0) return open === 1 ? 'One difference waits for your word.' : `${open} differences wait for your word.`
  if (faults.length > 0) return 'What would hold is not allowed.'
  return differences.some(({ outcome }) => outcome === 'take') ? undefined : 'There is nothing to take over.'
}
