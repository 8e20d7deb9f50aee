import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { Setting } from '../api.ts'
import { fieldPath } from '../forms/faults.ts'
import type { JsonSchema } from '../forms/json-schema.ts'
import { SchemaFields } from '../forms/schema-fields.tsx'
import { useSchemaForm } from '../forms/schema-form.ts'
import { UnsavedGuard } from '../forms/unsaved-guard.tsx'
import { objectFromForm } from '../forms/values.ts'
import { may, useMe } from '../identity/me.ts'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { When } from '../shell/when.tsx'
import { Findings } from './findings.tsx'
import { HeldMembers } from './held-members.tsx'
import { changeOf, settingsQuery } from './queries.ts'
import { SourceList } from './source-list.tsx'
import { memberLabel, sourceHints } from './words.ts'

interface SettingFormProps {
  readonly setting: Setting
  /** Has the form begin anew with what holds. */
  readonly onFollowed: () => void
}

/** One setting, entered as its schema asks, with where each value comes from. */
export function SettingForm({ setting, onFollowed }: SettingFormProps): ReactElement {
  const findings = setting.findings.map((finding) => ({
    ...finding,
    subject: finding.member === null ? setting.title : memberLabel(setting, finding.member),
  }))
  return (
    <Panel title={setting.title}>
      <Stack gap="md">
        <Text c="dimmed">
          {setting.description} {readersOf(setting)}
        </Text>
        <Findings label={`Findings: ${setting.title}`} findings={findings} />
        <Fields setting={setting} />
        <HeldMembers setting={setting} />
        <TextLink to="/settings/$key/history" params={{ key: setting.key }} size="sm">
          {`History: ${setting.title}`}
        </TextLink>
        <SourceList setting={setting} onFollowed={onFollowed} />
      </Stack>
    </Panel>
  )
}

function readersOf(setting: Setting): string {
  if (setting.isPublic) return 'Everybody may read it.'
  if (setting.publicMembers.length === 0) return 'Only who may read settings sees it.'
  const open = setting.publicMembers.map((name) => memberLabel(setting, name)).join(', ')
  return `Everybody may read of it: ${open}.`
}

function Fields({ setting }: { setting: Setting }): ReactElement {
  const me = useMe()
  const queryClient = useQueryClient()
  const [version, setVersion] = useState(setting.version)
  const [reason, setReason] = useState('')
  const { form, entries: all } = useSchemaForm(setting.schema as JsonSchema, setting.value)
  const held = setting.members.filter(({ variable }) => variable !== null).map(({ name }) => name)
  const entries = all
    .filter(({ name }) => !held.includes(name))
    .map((entry) => ({ ...entry, description: withSource(setting, entry.name, entry.description) }))
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: (path) => fieldPath(entries, path.replace(/^value\./, '')),
    send: (values) =>
      changeOf(setting.key)({
        body: {
          value: { ...objectFromForm(entries, values), ...pick(setting.value, held) },
          ...{ version, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) },
        },
      }),
    done: async (saved, values) => {
      setVersion(saved.version)
      setReason('')
      form.resetDirty(values)
      notifyDone(`Saved: ${setting.title}.`)
      await queryClient.invalidateQueries({ queryKey: settingsQuery.queryKey })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label={setting.title}>
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="md">
        <ProblemNotice error={problem} />
        <SchemaFields form={form} entries={entries} />
        {may(me, 'settings:manage') && (
          <>
            <TextInput
              label="Why"
              description="Stands in the history. It may be left empty."
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
              Save
            </Button>
          </>
        )}
        {setting.changedAt !== null && (
          <Text size="sm" c="dimmed">
            Last changed <When at={setting.changedAt} />
            {setting.changedByName !== null && ` by ${setting.changedByName}`}
          </Text>
        )}
      </Stack>
    </form>
  )
}

function withSource({ members }: Setting, name: string, description: string | undefined): string | undefined {
  const source = members.find((member) => member.name === name)?.source
  const hint = source === undefined ? undefined : sourceHints[source]
  return [description, hint].filter((part) => part !== undefined).join(' ') || undefined
}

function pick(value: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)))
}
