import { getSchema } from '@tiptap/core'
import type { RichNode } from './document.ts'
import { marks } from './marks.ts'
import { nodes } from './nodes.ts'

/** Whether the editor knows all of a document: it would drop the rest. */
export function isKnown(doc: RichNode): boolean {
  const schema = getSchema([...nodes(() => ''), ...marks])
  try {
    schema.nodeFromJSON(doc).check()
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
