import { Stack, Text, Textarea } from '@mantine/core'
import { type ReactElement, useId, useState } from 'react'
import { DropBox } from '../../files/drop-box.tsx'
import styles from '../flags.module.css'
import type { FlagFile } from './formats.ts'

interface FileChoiceProps {
  /** What was chosen or pasted; undefined for nothing, and for what is no JSON. */
  readonly onChoose: (file: FlagFile | undefined) => void
}

/** A file of flags, chosen, dropped or pasted. */
export function FileChoice({ onChoose }: FileChoiceProps): ReactElement {
  const id = useId()
  const [text, setText] = useState('')
  const [name, setName] = useState<string>()
  const take = (content: string, from?: string): void => {
    setText(content)
    setName(from)
    onChoose(parsed(content))
  }
  const isFaulty = text.trim() !== '' && parsed(text) === undefined
  return (
    <Stack gap="sm">
      <div>
        <Text component="label" htmlFor={id} size="sm" fw={500}>
          File of flags
        </Text>
        <DropBox
          input={{ id, accept: 'application/json,.json', 'aria-describedby': `${id}-state` }}
          onFiles={([file]) => {
            if (file !== undefined) void file.text().then((content) => take(content, file.name))
          }}
        />
      </div>
      <Text id={`${id}-state`} role="status" size="sm" c="dimmed">
        {name === undefined ? 'Nothing is written before you have seen what it would do.' : name}
      </Text>
      <Textarea
        label="Or paste it"
        classNames={{ input: styles.code ?? '' }}
        autosize
        minRows={2}
        maxRows={8}
        spellCheck={false}
        value={text}
        error={isFaulty ? 'This is not JSON' : undefined}
        onChange={(event) => take(event.currentTarget.value)}
      />
    </Stack>
  )
}

function parsed(text: string): FlagFile | undefined {
  try {
    const file = JSON.parse(text) as FlagFile
    return typeof file === 'object' && file !== null ? file : undefined
  } catch {
    return undefined
  }
}
