import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { UnsavedGuard } from '../../../forms/unsaved-guard.tsx'
import { notifyDone } from '../../../shell/notify.ts'
import { Page } from '../../../shell/page.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import type { ImportProfile } from '../../types.ts'
import { MapperForm } from './mapper-form.tsx'
import {
  columnsIn,
  definitionWith,
  type MapperValues,
  mapperPlace,
  mapperRules,
  mapperValues,
} from './mapper-values.ts'
import { profileQuery, profilesKey } from './queries.ts'

const route = getRouteApi('/traders/trading/imports/profiles/$id')

/** One of the trader's own formats, changed without a file at hand. */
export function ProfilePage(): ReactElement {
  const { id } = route.useParams()
  const profile = useQuery(profileQuery(id))
  return (
    <Page
      title={profile.data?.definition.name ?? 'Format'}
      eyebrow={<TextLink to="/trading/imports/profiles">Formats of files</TextLink>}
      lead="Imports that were read by it keep what it was. To try a change on a file, choose it in an import."
    >
      <QueryView query={profile}>{(one) => <Change key={one.id} profile={one} />}</QueryView>
    </Page>
  )
}

function Change({ profile }: { profile: ImportProfile }): ReactElement {
  const client = useQueryClient()
  const [version, setVersion] = useState(profile.version)
  const form = useForm<MapperValues>({
    mode: 'controlled',
    initialValues: mapperValues(profile.definition),
    validate: mapperRules,
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: mapperPlace,
    send: (values) =>
      api.trading.changeImportProfile({
        path: { id: profile.id },
        body: { version, definition: definitionWith(profile.definition, values) },
      }),
    done: async (saved, values) => {
      form.resetDirty(values)
      setVersion(saved.version)
      notifyDone('The format is saved.')
      await client.invalidateQueries({ queryKey: profilesKey })
    },
  })
  return (
    <>
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <MapperForm
        form={form}
        columns={columnsIn(mapperValues(profile.definition))}
        submit="Save the format"
        {...{ pending, problem, onSubmit: submit }}
      />
    </>
  )
}
