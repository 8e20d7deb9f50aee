import type { ReactElement } from 'react'
import { TextLink } from '../../../shell/text-link.tsx'

interface FromFileProps {
  readonly importId: string | null
  readonly filename: string | null
  /** The row of the file, or the fill that it made. */
  readonly at: { readonly row?: number; readonly fill?: string }
}

/** Where the broker's word is from: the row of its file, or a hand. */
export function FromFile({ importId, filename, at }: FromFileProps): ReactElement {
  if (importId === null) return <>Entered by hand</>
  const row = at.row === undefined ? '' : `, row ${at.row}`
  return (
    <TextLink to="/trading/imports/$id" params={{ id: importId }} search={at}>
      {filename ?? 'The import'}
      {row}
    </TextLink>
  )
}
