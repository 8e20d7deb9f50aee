import type { ContentType } from '../api.ts'
import type { FormSources } from '../forms/sources.ts'
import { callsOf } from './entry-calls.ts'
import { DOCUMENT_PURPOSE, DOCUMENTS, IMAGE_PURPOSE, PICTURES } from './media.ts'
import { MediaChooser } from './media-chooser.tsx'

const picture = (fileId: string, width: string): string =>
  `/api/files/${encodeURIComponent(fileId)}/variants/${width}/content`

/** Where a form of an entry finds what its fields point to: entries in the same language, for no other is taken. */
export function contentSources(types: readonly ContentType[], locale: string): FormSources {
  const called = (name: string) => {
    const type = types.find((one) => one.name === name)
    return type === undefined ? undefined : callsOf(type)
  }
  return {
    async find(of, search, signal) {
      const spoken = types.find((one) => one.name === of)?.locales.includes(locale) === true
      const query = { limit: 20, ...(spoken ? { locale } : {}), ...(search === '' ? {} : { q: search }) }
      const { items = [] } = (await called(of)?.browse({ query, signal })) ?? {}
      return items.map(({ id, title }) => ({ value: id, label: title }))
    },
    async titleOf(of, id, signal) {
      return (await called(of)?.read({ path: { id }, signal }))?.title ?? id
    },
    pictureUrl: (fileId) => picture(fileId, 'medium'),
    fileUrl: (fileId) => `/api/files/${encodeURIComponent(fileId)}/content`,
    pictures: { purpose: IMAGE_PURPOSE, accept: PICTURES },
    files: { purpose: DOCUMENT_PURPOSE, accept: DOCUMENTS },
    Library: MediaChooser,
  }
}
