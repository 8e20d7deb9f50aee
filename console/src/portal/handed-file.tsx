import type { ReactElement } from 'react'
import { type AttachedFile, FileLink } from '../files/attached-files.tsx'
import { FetchedFile } from './file-list.tsx'
import type { Door } from './types.ts'

interface HandedFileProps {
  readonly file: AttachedFile
  readonly door: Door
  readonly href: string
  /** For a guest, whose secret has to go along. */
  readonly fetch: (id: string) => Promise<Response>
}

/** A file as the door lets it be fetched. */
export function HandedFile({ file, door, href, fetch }: HandedFileProps): ReactElement {
  return door.isGuest ? <FetchedFile file={file} fetch={fetch} /> : <FileLink file={file} href={href} />
}
