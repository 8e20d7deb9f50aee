import type { ReactElement } from 'react'
import { Page } from '../../shell/page.tsx'
import { Panel } from '../../shell/panel.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { PowerCalculator } from './power-calculator.tsx'

export function PowerPage(): ReactElement {
  return (
    <Page
      title="Power calculator"
      eyebrow={<TextLink to="/experiments">Experiments</TextLink>}
      lead="How many people it takes to find an effect, before anybody is measured."
      width="reading"
    >
      <Panel>
        <PowerCalculator />
      </Panel>
    </Page>
  )
}
