import { type RenderedMail, renderMail } from './render.ts'
import type { AnyMailTemplate, MailBranding, MailTemplate } from './template.ts'

/** The declared templates, each shown with its sample. */
export interface Templates {
  declare(templates: readonly AnyMailTemplate[]): void
  names(): readonly string[]
  preview(name: string): RenderedMail | null
}

/** Holds what units declare. A sample is rendered when it is declared, so that a broken template stops the start and not a mail. */
export function createTemplates(branding: MailBranding): Templates {
  const samples = new Map<string, RenderedMail>()
  return {
    declare(templates) {
      for (const template of templates) {
        if (samples.has(template.name)) throw new TypeError(`two mail templates are named ${template.name}`)
        samples.set(template.name, renderMail(template as MailTemplate, template.sample, branding))
      }
    },
    names: () => [...samples.keys()].sort(),
    preview: (name) => samples.get(name) ?? null,
  }
}
