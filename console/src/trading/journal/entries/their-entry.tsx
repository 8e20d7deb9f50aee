import type { ReactElement } from 'react'
import type { RichNode } from '../../../rich-text/document.ts'
import { Facts } from '../../../shell/facts.tsx'
import styles from '../journal.module.css'
import type { Entry } from '../types.ts'
import { counted, graded, moods } from '../words.ts'
import { textOf } from './entry-values.ts'

/** What stands in the other window's version. */
export function TheirEntry({ entry }: { entry: Entry }): ReactElement {
  const { title, body, mood, moodWords, files } = entry
  return (
    <Facts
      facts={[
        ['Title', title],
        [
          'Text',
          <span className={styles.quoted} key="text">
            {plainText(textOf(body)).trim()}
          </span>,
        ],
        ['Mood', [graded(mood, moods), ...moodWords].filter(Boolean).join(', ')],
        ['Pictures', files.length === 0 ? null : counted(files.length, 'picture')],
      ]}
    />
  )
}

const blocks = new Set(['paragraph', 'heading', 'codeBlock', 'listItem', 'image', 'horizontalRule', 'hardBreak'])

function plainText({ type, text, attrs, content = [] }: RichNode): string {
  const own = type === 'image' ? `[${String(attrs?.alt ?? '')}]` : (text ?? '')
  const within = own + content.map(plainText).join('')
  return blocks.has(type) && !within.endsWith('\n') ? `${within}\n` : within
}
