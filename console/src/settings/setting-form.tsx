import { Button, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api, type Setting } from '../api.ts'
import { fieldPath } from '../forms/faults.ts'
import type { JsonSchema } from '../forms/json-schema.ts'
import { SchemaFields } from '../forms/schema-fields.tsx'
import { useSchemaForm } from '../forms/schema-form.ts'
import { UnsavedGuard } from '../forms/unsaved-guard.tsx'
import { objectFromForm } from '../forms/values.ts'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { When } from '../shell/when.tsx'
import { settingsQuery } from './queries.ts'

/** One setting, entered as its schema asks. */
export function SettingForm({ setting }: { setting: Setting }): ReactElement {
  const queryClient = useQueryClient()
  const [version, setVersion] = useState(setting.version)
  const { form, entries } = useSchemaForm(setting.schema as JsonSchema, setting.value)
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: (path) => fieldPath(entries, path.replace(/^value\./, '')),
    send: (values) => changeOf(setting.key)({ body: { value: objectFromForm(entries, values), version } }),
    done: async (saved, values) => {
      setVersion(saved.version)
      form.resetDirty(values)
      notifyDone(`Saved: ${setting.title}.`)
      await queryClient.invalidateQueries({ queryKey: settingsQuery.queryKey })
    },
  })
  return (
    <Panel title={setting.title}>
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <form onSubmit={submit} noValidate aria-label={setting.title}>
        <Stack gap="md">
          <Text c="dimmed">
            {setting.description} {setting.isPublic ? 'Everybody may read it.' : 'Only who may read settings sees it.'}
          </Text>
          {setting.isOutdated && (
            <Text c="red">
              What was said here was for an older version of the program. The default holds until you save.
            </Text>
          )}
          <ProblemNotice error={problem} />
          <SchemaFields form={form} entries={entries} />
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Save
          </Button>
          {setting.changedAt !== null && (
            <Text size="sm" c="dimmed">
              Last changed <When at={setting.changedAt} />
            </Text>
          )}
        </Stack>
      </form>
    </Panel>
  )
}

type Change = (input: { body: { value: object; version: number } }) => Promise<{ readonly version: number }>

/** The operation of a setting that is known here by its key alone; the client's own types know them one by one. */
function changeOf(key: string): Change {
  const name = key.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  const call = (api.settings as Readonly<Record<string, unknown>>)[`change${name}`]
  if (call === undefined) throw new TypeError(`the client is older than the server: it cannot change ${key}`)
  return call as Change
}
