import { Alert, Button, Checkbox, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { type FormEvent, type ReactElement, useEffect, useRef } from 'react'
import { api } from '../api.ts'
import { ConflictNotice, ofAnother } from '../forms/conflict-notice.tsx'
import { UnsavedGuard } from '../forms/unsaved-guard.tsx'
import { ZonedTimeInput } from '../forms/zoned-time-field.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { faultsBelow } from './conditions/tree.ts'
import { draftOf } from './draft.ts'
import { FaultList } from './fault-list.tsx'
import styles from './flags.module.css'
import { Differences } from './history/differences.tsx'
import { PrerequisiteList } from './prerequisite-list.tsx'
import { flagsKey } from './queries.ts'
import { RuleList } from './rule-list.tsx'
import { ServeFields } from './serve-fields.tsx'
import { StandingHead } from './standing-head.tsx'
import type { Flag, Targeting } from './types.ts'
import { useTargeting } from './use-targeting.ts'
import { WayLink } from './way-link.tsx'

interface TargetingFormProps {
  readonly flag: Flag
  readonly first: Targeting
  /** Starts over with what somebody else has saved. */
  readonly onBeginWith: (standing: Targeting) => void
}

/** What a flag serves in an environment, changed and saved as a whole. */
export function TargetingForm({ flag, first, onBeginWith }: TargetingFormProps): ReactElement {
  const form = useRef<HTMLFormElement>(null)
  const editing = useTargeting(flag, first)
  const { base, faults, conflicts, problem, proposed, save, isDirty } = editing
  const { environment, version } = base
  useEffect(() => {
    if (Object.keys(faults).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [faults])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    save()
  }
  return (
    <form ref={form} onSubmit={submit} noValidate aria-label={`What it serves in ${environment}`}>
      <UnsavedGuard isDirty={() => isDirty} />
      <Stack gap="lg">
        <StandingHead flag={flag} standing={base} onDone={editing.follow} />
        {conflicts && (
          <ConflictNotice
            place={[...flagsKey, 'conflict', flag.key, environment, version]}
            read={(signal) => api.flags.getTargeting({ path: { key: flag.key, environment }, signal })}
            words={ofAnother('Save mine instead')}
            onKeepMine={(theirs) => save(theirs.version)}
            onTakeTheirs={onBeginWith}
          >
            {(theirs) => (
              <Differences label="What they changed" kind="targeting" before={draftOf(base)} after={draftOf(theirs)} />
            )}
          </ConflictNotice>
        )}
        <ProblemNotice error={problem} />
        <FaultList faults={faults} />
        {proposed !== null && (
          <Alert role="status" variant="outline" title="The change is proposed">
            It holds once somebody else has approved it.{' '}
            <WayLink href={`/flags/changes/${proposed}`}>Look at the change</WayLink>
          </Alert>
        )}
        <Parts flag={flag} editing={editing} />
        <SaveBar editing={editing} />
      </Stack>
    </form>
  )
}

interface PartsProps {
  readonly flag: Flag
  readonly editing: Pick<PartProps['editing'], 'draft' | 'setDraft' | 'faults'> & {
    readonly base: Pick<Targeting, 'environment'>
  }
}

interface PartProps {
  readonly editing: ReturnType<typeof useTargeting>
}

/** The fields of what a flag serves somewhere, also where a proposal of it is edited. */
export function Parts({ flag, editing }: PartsProps): ReactElement {
  const { draft, setDraft, faults, base } = editing
  const variants = flag.variants.map(({ key }) => key)
  return (
    <Panel title={`Served in ${base.environment}`}>
      <Stack gap="lg">
        <Checkbox
          classNames={{ description: styles.beside ?? '' }}
          label="Switched on"
          description="While it is off, everybody gets what stands at the end of this form."
          checked={draft.enabled}
          onChange={(event) => setDraft({ ...draft, enabled: event.currentTarget.checked })}
        />
        <PrerequisiteList
          value={draft.prerequisites}
          onChange={(prerequisites) => setDraft({ ...draft, prerequisites })}
          faults={faults}
        />
        <fieldset className={styles.section}>
          <legend className={styles.legend}>Rules</legend>
          <p className={styles.hint}>The first that holds, and that takes the caller in, counts.</p>
          <RuleList
            rules={draft.rules}
            variants={variants}
            onChange={(rules) => setDraft({ ...draft, rules })}
            faults={faults}
          />
        </fieldset>
        <ServeFields
          label="Everybody else gets"
          value={draft.fallthrough}
          variants={variants}
          onChange={(fallthrough) => setDraft({ ...draft, fallthrough })}
          faults={faultsBelow(faults, 'fallthrough')}
        />
        <NativeSelect
          className={styles.choice ?? ''}
          label="While it is off"
          value={draft.offVariant ?? ''}
          error={faults.offVariant}
          data={[
            ...variants.map((variant) => ({ value: variant, label: variant })),
            { value: '', label: "The caller's default" },
          ]}
          onChange={(event) => setDraft({ ...draft, offVariant: event.currentTarget.value || null })}
        />
      </Stack>
    </Panel>
  )
}

function SaveBar({ editing }: PartProps): ReactElement {
  const { base, reason, setReason, scheduledAt, setScheduledAt, pending, isDirty } = editing
  return (
    <>
      {base.needsApproval && (
        <ZonedTimeInput
          label="To hold from (optional)"
          description="Without an hour it holds as soon as it is approved."
          value={scheduledAt}
          onChange={setScheduledAt}
        />
      )}
      <div className={styles.save}>
        <TextInput
          className={styles.why ?? ''}
          label="Why"
          placeholder="Stands in the history"
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group gap="xs">
          <Button type="submit" loading={pending}>
            {base.needsApproval ? 'Propose the change' : 'Save'}
          </Button>
          <span className={styles.hint} role="status">
            {isDirty ? 'Not saved yet' : ''}
          </span>
        </Group>
      </div>
    </>
  )
}
