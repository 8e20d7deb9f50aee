import { type RenderedMail, renderMail } from './render.ts'
import type { AnyMailTemplate, MailBranding, MailTemplate } from './template.ts'
import { unsubscribeUrl } from './unsubscribe.ts'

/** The declared templates, each shown with its sample. */
export interface Templates {
  declare(templates: readonly AnyMailTemplate[]): void
  names(): readonly string[]
  preview(name: string): RenderedMail | null
  /** What one unsubscribes from; null for what no template belongs to any more. */
  subscriptionTitle(news: string): string | null
}

/** Holds what units declare. A sample is rendered when it is declared, so that a broken template stops the start and not a mail. */
export function createTemplates(branding: MailBranding): Templates {
  const samples = new Map<string, RenderedMail>()
  const subscriptions = new Map<string, string>()
  return {
    declare(templates) {
      for (const template of templates) {
        if (samples.has(template.name)) throw new TypeError(`two mail templates are named ${template.name}`)
        samples.set(template.name, sampleOf(template as MailTemplate, branding))
        if (typeof template.purpose === 'string') continue
        const { news, title } = template.purpose
        if (title !== (subscriptions.get(news) ?? title)) throw new TypeError(`${news} is titled in two ways`)
        subscriptions.set(news, title)
      }
    },
    names: () => [...samples.keys()].sort(),
    preview: (name) => samples.get(name) ?? null,
    subscriptionTitle: (news) => subscriptions.get(news) ?? null,
  }
}

/** The sample in English, after it was rendered in every language there is. */
function sampleOf(template: MailTemplate, branding: MailBranding): RenderedMail {
  const link = typeof template.purpose === 'string' ? {} : { unsubscribeUrl: unsubscribeUrl(branding, 'sample') }
  for (const locale of Object.keys(template.translations ?? {})) {
    if (locale !== locale.toLowerCase()) throw new TypeError(`${template.name}: ${locale} is written in lower case`)
    renderMail(template, template.sample, branding, { locale, ...link })
  }
  return renderMail(template, template.sample, branding, link)
}
