import type { Json } from '@plinth/sdk/flags'
import { type Static, Type } from 'typebox'
import { object } from '../../../kernel/http/schema.ts'
import { compileValidator } from '../../../kernel/http/validate.ts'
import type { FieldFault } from '../../../kernel/problem.ts'
import { importEppo } from '../importers/eppo.ts'
import { importFlagd } from '../importers/flagd.ts'
import { importFlagsmith } from '../importers/flagsmith.ts'
import { importGrowthBook } from '../importers/growthbook.ts'
import { importUnleash } from '../importers/unleash.ts'
import type { TargetingContent } from './content.ts'
import { completed } from './content.ts'
import { type Draft, exportDocument } from './export.ts'
import { KEY } from './words.ts'

export const FORMATS = ['plinth', 'unleash', 'growthbook', 'flagsmith', 'flagd', 'eppo'] as const
export type Format = (typeof FORMATS)[number]

const READERS = {
  unleash: (file: Json) => importUnleash(file),
  growthbook: (file: Json) => importGrowthBook(file),
  flagsmith: (file: Json) => importFlagsmith(file),
  flagd: (file: Json) => importFlagd(file),
  eppo: (file: Json) => importEppo(file),
} as const

const NOTHING: TargetingContent = {
  ...{ enabled: false, offVariant: null, prerequisites: [], rules: [], fallthrough: null },
}
const assertPlinth = compileValidator(object({ file: exportDocument }), 'body')
const KEY_FORM = new RegExp(KEY)
const TITLE_MAX = 200
const DESCRIPTION_MAX = 2000

/**
 * What a file says. One of another system says what holds in one environment, and what of it cannot be said here is a fault. Throws http/invalid
 * for an own file of another form.
 */
export function draftOf(
  format: Format,
  file: Json,
  environment: string,
): { readonly draft: Draft; readonly faults: readonly FieldFault[] } {
  if (format === 'plinth') return { draft: ownDraft(file), faults: [] }
  const { flags, segments, faults } = READERS[format](file)
  const keyFaults = [...flags, ...segments]
    .filter(({ key }) => !KEY_FORM.test(key))
    .map(({ key }) => ({
      pointer: '',
      code: 'key',
      detail: `${key.slice(0, 80)} is no key here: rename it there first`,
    }))
  const draft = {
    segments: segments
      .filter(({ key }) => KEY_FORM.test(key))
      .map(({ key, title, condition }) => ({ ...named(key, title), description: '', condition })),
    flags: flags
      .filter(({ key }) => KEY_FORM.test(key))
      .map((flag) => {
        const { key, type, title, description, variants, isPublic, enabled, offVariant, prerequisites, rules } = flag
        const content = { enabled, offVariant, prerequisites, rules, fallthrough: flag.fallthrough }
        return {
          ...{ key, type, targetings: [{ environment, content }] },
          content: {
            ...{
              title: named(key, title).title,
              description: description.slice(0, DESCRIPTION_MAX),
              variants,
              isPublic,
            },
            ...{ isPermanent: false, staleAfterDays: null },
          },
        }
      }),
  }
  return { draft, faults: [...faults.map(toFieldFault), ...keyFaults] }
}

function ownDraft(file: Json): Draft {
  assertPlinth({ file })
  const { flags, segments } = file as unknown as Static<typeof exportDocument>
  return {
    segments,
    flags: flags.map(({ key, type, environments, ...content }) => ({
      ...{ key, type, content },
      targetings: environments.map(({ environment, ...wanted }) => ({
        environment,
        content: completed(wanted, NOTHING),
      })),
    })),
  }
}

function named(key: string, title: string): { readonly key: string; readonly title: string } {
  const shown = title.replaceAll(/\s+/g, ' ').trim().slice(0, TITLE_MAX).trim()
  return { key, title: shown === '' ? key : shown }
}

function toFieldFault({ path, message }: { readonly path: string; readonly message: string }): FieldFault {
  return { pointer: `/file${path}`, code: 'content', detail: message }
}

export const fileShape = Type.Unsafe<Json>(
  Type.Object({}, { additionalProperties: true, description: 'As it was exported' }),
)
