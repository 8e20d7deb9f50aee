import type { ReactElement } from 'react'
import { Page } from '../../../shell/page.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { PlaybookForm } from './playbook-form.tsx'

export function NewPlaybookPage(): ReactElement {
  return (
    <Page
      title="New playbook"
      eyebrow={<TextLink to="/trading/playbooks">Playbooks</TextLink>}
      lead="Its first rules count for trades from before as well."
      width="reading"
    >
      <PlaybookForm playbook={null} />
    </Page>
  )
}
