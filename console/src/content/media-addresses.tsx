import { Button, Code, CopyButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type MediaDetail } from '../api.ts'
import { sizeInWords } from '../files/bytes.ts'
import { Panel } from '../shell/panel.tsx'
import styles from './media.module.css'
import { absoluteUrl } from './media.ts'

/** Where everybody gets it, in each size. */
export function MediaAddresses({ media }: { media: MediaDetail }): ReactElement {
  const { id, kind, url, sizes, state } = media
  const file = useQuery({
    queryKey: ['files', id],
    queryFn: ({ signal }) => api.files.get({ path: { id }, signal }),
    enabled: kind === 'image' && state === 'ready',
  })
  const variants = file.data?.image?.variants ?? []
  const measured = (name: string): string => {
    const variant = variants.find((one) => one.name === name)
    return variant === undefined ? '' : `, ${variant.width} × ${variant.height}, ${sizeInWords(variant.bytes)}`
  }
  const addresses =
    sizes === null
      ? [{ name: 'File', title: 'File', path: url }]
      : Object.entries(sizes).map(([name, path]) => {
          const label = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
          return { name: label, title: `${label}${measured(name)}`, path }
        })
  return (
    <Panel title="Addresses">
      <ul className={styles.addresses}>
        {addresses.map(({ name, title, path }) => (
          <li key={name}>
            <div className={styles.detail}>{title}</div>
            <div className={styles.address}>
              <Code>{absoluteUrl(path)}</Code>
              <CopyButton value={absoluteUrl(path)}>
                {({ copied, copy }) => (
                  <Button
                    size="xs"
                    variant="default"
                    onClick={copy}
                    aria-label={`${copied ? 'Copied' : 'Copy'}: address of ${name}`}
                  >
                    {copied ? 'Copied' : 'Copy'}
                  </Button>
                )}
              </CopyButton>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
