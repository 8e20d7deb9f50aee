import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { filled } from '../shell/use-form-submit.ts'
import styles from './secrets.module.css'
import { useSecretChange } from './use-secret-change.ts'
import { useUnkept } from './use-unkept.ts'
import { environmentWords } from './words.ts'

type Match = Awaited<ReturnType<typeof api.secrets.lookUp>>['items'][number]

/** Tells whether a value of ours stands in something that was found. */
export function LookUpPage(): ReactElement {
  const [found, setFound] = useState<readonly Match[] | null>(null)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { value: '' },
    validate: { value: filled('Paste what was found') },
  })
  const { submit, pending, problem } = useUnkept({
    form,
    send: ({ value }) => api.secrets.lookUp({ body: { value } }),
    done: ({ items }) => {
      setFound(items)
      form.reset()
    },
  })
  return (
    <Page
      title="Was it leaked?"
      eyebrow={<TextLink to="/secrets">Secrets</TextLink>}
      lead="Paste a value, a line of a log or a file: it is told which secrets stand in it. What you paste is not kept."
      width="reading"
    >
      <Stack gap="xl">
        <form onSubmit={submit} noValidate aria-label="Look up" autoComplete="off">
          <Stack>
            <ProblemNotice error={problem} />
            <Textarea
              key={form.key('value')}
              label="What was found"
              description="Up to 64 KiB. Values of one line or without spaces are found within a text, others as a whole."
              rows={5}
              maxLength={65_536}
              spellCheck={false}
              autoCapitalize="off"
              className={styles.mono ?? ''}
              {...form.getInputProps('value')}
            />
            <Group>
              <Button type="submit" loading={pending}>
                Look it up
              </Button>
            </Group>
          </Stack>
        </form>
        {found !== null && <Found found={found} />}
      </Stack>
    </Page>
  )
}

function Found({ found }: { found: readonly Match[] }): ReactElement {
  if (found.length === 0)
    return (
      <Alert role="status" variant="outline" title="No secret that you may see stands in it">
        A value that was changed, cut off or encoded is not recognised.
      </Alert>
    )
  return (
    <Panel title="It is ours">
      <Text role="status" mb="md">
        {found.length === 1 ? 'One version stands in it.' : `${found.length} versions stand in it.`}
      </Text>
      <Rows label="Found">
        {found.map((match) => (
          <MatchRow key={`${match.id} ${match.number}`} match={match} />
        ))}
      </Rows>
    </Panel>
  )
}

function MatchRow({ match }: { match: Match }): ReactElement {
  const { id, path, environment, number, isGood, isDeleted } = match
  return (
    <Row
      title={
        <TextLink to="/secrets/$id" params={{ id }}>
          {path}
        </TextLink>
      }
      detail={
        <>
          <div>
            Version {number}, {environmentWords[environment]}
          </div>
          <div>{adviceOf(match)}</div>
        </>
      }
      aside={
        <>
          <StateBadge tone={isGood && !isDeleted ? 'negative' : 'quiet'}>
            {isDeleted ? 'Deleted' : isGood ? 'Still good' : 'No longer current'}
          </StateBadge>
          {mayRotate(match) && <RotateNow match={match} />}
        </>
      }
    />
  )
}

function mayRotate({ rotator, may, isDeleted, stages }: Match): boolean {
  return rotator !== null && may.manage && !isDeleted && stages.includes('current')
}

function RotateNow({ match: { id, path } }: { match: Match }): ReactElement {
  const { mutate, isPending, isSuccess } = useSecretChange(
    () => api.secrets.rotate({ path: { id } }),
    `${path} is being rotated.`,
  )
  return (
    <Button size="xs" loading={isPending} disabled={isSuccess} onClick={() => mutate()}>
      Rotate now
    </Button>
  )
}

function adviceOf(match: Match): string {
  const { isDeleted, isGood, stages } = match
  if (isDeleted) return 'Make sure that it is ended where it was used, then destroy the secret.'
  if (!stages.includes('current'))
    return isGood
      ? 'It may still be taken where it was used: end it there, then destroy the version.'
      : 'A newer version is current. Make sure that this one is ended where it was used.'
  return mayRotate(match)
    ? 'Whoever has it can use it: rotate it now, then look who used it.'
    : 'Whoever has it can use it: write a new version at once, and end this one where it is used.'
}
