import { Button, Stack, TagsInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { notifyDone } from '../../../shell/notify.ts'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import { tradingQueries } from '../../queries.ts'
import type { Instrument } from '../../types.ts'
import { instrumentsKey } from './queries.ts'

const ALIASES_MAX = 20

/** By which other names files call it. */
export function AliasesPanel({ instrument }: { instrument: Instrument }): ReactElement {
  const { id, version } = instrument
  const client = useQueryClient()
  const form = useForm({ mode: 'controlled', initialValues: { aliases: instrument.aliases } })
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: (path) => path.replace(/\.\d+$/, ''),
    send: ({ aliases }) => api.trading.setAliases({ path: { id }, body: { version, aliases } }),
    done: async (changed) => {
      client.setQueryData(tradingQueries.instrument(id).queryKey, changed)
      notifyDone('The names are saved.')
      await client.invalidateQueries({ queryKey: instrumentsKey })
    },
  })
  return (
    <Panel title="Other names">
      <form onSubmit={submit} noValidate aria-label="Other names">
        <Stack gap="sm" align="stretch">
          <ProblemNotice error={problem} />
          <TagsInput
            label="Files call it"
            description="Rows of these symbols are of this instrument. Enter after each."
            maxTags={ALIASES_MAX}
            {...form.getInputProps('aliases')}
            onChange={(names) =>
              form.setFieldValue(
                'aliases',
                names.map((name) => name.trim().toUpperCase()),
              )
            }
          />
          <Button type="submit" variant="default" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Save the names
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}
