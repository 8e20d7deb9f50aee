import type { ReactElement } from 'react'
import styles from './cover.module.css'

const sizes = [64, 320, 640, 1280] as const

/** A cover in the smallest stored size that fills its place sharply; beside its title, so it has no text of its own. */
export function Cover({
  url,
  size,
  fluid = false,
}: {
  url: string | null
  size: number
  fluid?: boolean
}): ReactElement {
  const className = fluid ? `${styles.cover} ${styles.fluid}` : styles.cover
  if (url === null) return <span className={className} style={fluid ? undefined : { width: size, height: size }} />
  return (
    <img
      className={className}
      src={coverAt(url, size)}
      srcSet={`${coverAt(url, size)} 1x, ${coverAt(url, size * 2)} 2x`}
      width={size}
      height={size}
      alt=""
      loading="lazy"
      decoding="async"
    />
  )
}

function coverAt(url: string, pixels: number): string {
  const stored = sizes.find((size) => size >= pixels) ?? 1280
  const [path, query] = url.split('?')
  const search = new URLSearchParams(query)
  search.set('size', String(stored))
  return `${path}?${search}`
}
