import { isDeepStrictEqual } from 'node:util'
import { FRAMES, type Frames } from './frames.ts'
import { type RenderedMail, renderMail } from './render.ts'
import {
  type AnyMailTemplate,
  ENGLISH,
  type MailBranding,
  type MailTemplate,
  purposeOf,
  type Subscription,
} from './template.ts'
import { unsubscribeUrl } from './unsubscribe.ts'

/** A template as lists show it. */
export interface TemplateSummary extends ReturnType<typeof purposeOf> {
  readonly name: string
  /** Of the sample, in English. */
  readonly subject: string
  /** Language tags it is written in, English first. */
  readonly languages: readonly string[]
}

/** The declared templates, each shown with its sample. */
export interface Templates {
  declare(templates: readonly AnyMailTemplate[]): void
  /** By name. */
  list(): readonly TemplateSummary[]
  /** In English when the template does not know the language; null for a name that nobody declared. */
  preview(name: string, language?: string): (TemplateSummary & RenderedMail) | null
  /** Frames in more languages than are written here; before the templates, whose samples stand in them. Throws TypeError for a second of one language. */
  declareFrames(frames: Frames): void
  frames(): Frames
  /** What one unsubscribes from; null for what no template belongs to any more. */
  subscription(news: string): Subscription | null
  /** All that one may unsubscribe from, by name. */
  subscriptions(): readonly Subscription[]
}

interface Declared {
  readonly summary: TemplateSummary
  readonly samples: ReadonlyMap<string, RenderedMail>
}

/** Holds what units declare. A sample is rendered when it is declared, so that a broken template stops the start and not a mail. */
export function createTemplates(branding: MailBranding): Templates {
  const declared = new Map<string, Declared>()
  const subscriptions = new Map<string, Subscription>()
  let frames = FRAMES

  function declare(template: MailTemplate): void {
    if (declared.has(template.name)) throw new TypeError(`two mail templates are named ${template.name}`)
    const samples = samplesOf(template, branding, frames)
    const { name, purpose } = template
    const subject = samples.get(ENGLISH)?.subject ?? ''
    const summary = { name, ...purposeOf(template), subject, languages: [...samples.keys()] }
    declared.set(name, { summary, samples })
    if (typeof purpose === 'string') return
    if (!isDeepStrictEqual(subscriptions.get(purpose.news) ?? purpose, purpose))
      throw new TypeError(`${purpose.news} is told of in two ways`)
    subscriptions.set(purpose.news, purpose)
  }

  return {
    declare(templates) {
      for (const template of templates) declare(template as MailTemplate)
    },
    list: () => [...declared.values()].map(({ summary }) => summary).sort((a, b) => (a.name < b.name ? -1 : 1)),
    preview(name, language = ENGLISH) {
      const found = declared.get(name)
      const sample = found?.samples.get(language) ?? found?.samples.get(ENGLISH)
      return found === undefined || sample === undefined ? null : { ...found.summary, ...sample }
    },
    declareFrames(added) {
      const twice = Object.keys(added).find((language) => Object.hasOwn(frames, language))
      if (twice !== undefined) throw new TypeError(`there are two frames of mails in ${twice}`)
      frames = { ...frames, ...added }
    },
    frames: () => frames,
    subscription: (news) => subscriptions.get(news) ?? null,
    subscriptions: () => [...subscriptions.values()].sort((a, b) => (a.news < b.news ? -1 : 1)),
  }
}

/** The sample in every language there is, English first. */
function samplesOf(template: MailTemplate, branding: MailBranding, frames: Frames): Map<string, RenderedMail> {
  const link = typeof template.purpose === 'string' ? {} : { unsubscribeUrl: unsubscribeUrl(branding, 'sample') }
  const languages = [ENGLISH, ...Object.keys(template.translations ?? {})]
  const odd = languages.find(
    (one) => one !== one.toLowerCase() || languages.indexOf(one) !== languages.lastIndexOf(one),
  )
  if (odd !== undefined) throw new TypeError(`${template.name}: ${odd} is in lower case, and English is no translation`)
  return new Map(
    languages.map((locale) => [locale, renderMail(template, template.sample, branding, { locale, frames, ...link })]),
  )
}
