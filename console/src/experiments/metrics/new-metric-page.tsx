import { Alert } from '@mantine/core'
import type { ReactElement } from 'react'
import { Page } from '../../shell/page.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { useGate } from '../gate.ts'
import { MetricForm } from './metric-form.tsx'

export function NewMetricPage(): ReactElement {
  const closed = useGate()
  return (
    <Page
      title="New metric"
      eyebrow={<TextLink to="/experiments/metrics">Metrics</TextLink>}
      lead="What it counts never changes afterwards. It counts what happens from now on."
      width="reading"
    >
      {closed === undefined ? <MetricForm metric={null} /> : <Alert title={closed} />}
    </Page>
  )
}
