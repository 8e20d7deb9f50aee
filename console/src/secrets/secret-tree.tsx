import { IconChevronRight } from '@tabler/icons-react'
import { type ReactElement, useId, useState } from 'react'
import type { StoredSecret } from '../api.ts'
import { Row } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import styles from './secret-tree.module.css'
import { countIn, type Folder, leafOf, treeOf } from './tree.ts'
import { badgesOf, environmentWords } from './words.ts'

/** Secrets in the folders of their paths, each of which folds. */
export function SecretTree({ secrets }: { secrets: readonly StoredSecret[] }): ReactElement {
  return <Level folder={treeOf(secrets)} label="Secrets" />
}

function Level({ folder, label }: { folder: Folder<StoredSecret>; label: string }): ReactElement {
  return (
    <ul className={styles.list} aria-label={label}>
      {folder.folders.map((one) => (
        <FolderRow key={one.path} folder={one} />
      ))}
      {folder.items.map((secret) => (
        <SecretRow key={secret.id} secret={secret} />
      ))}
    </ul>
  )
}

function FolderRow({ folder }: { folder: Folder<StoredSecret> }): ReactElement {
  const [open, setOpen] = useState(true)
  const part = useId()
  const count = countIn(folder)
  return (
    <li className={styles.folder}>
      <button
        type="button"
        className={styles.head}
        aria-expanded={open}
        aria-controls={part}
        onClick={() => setOpen(!open)}
      >
        <IconChevronRight aria-hidden />
        {folder.name}
        <span className={styles.count}>{count === 1 ? '1 secret' : `${count} secrets`}</span>
      </button>
      <div id={part}>{open && <Level folder={folder} label={folder.path} />}</div>
    </li>
  )
}

function SecretRow({ secret }: { secret: StoredSecret }): ReactElement {
  const { id, path, description, environment } = secret
  return (
    <Row
      title={
        <TextLink to="/secrets/$id" params={{ id }}>
          {leafOf(path)}
        </TextLink>
      }
      detail={
        <>
          {description !== '' && <div>{description}</div>}
          <div>
            <Standing secret={secret} />
          </div>
        </>
      }
      aside={
        <>
          {badgesOf(secret, Date.now()).map(({ label, tone }) => (
            <StateBadge key={label} tone={tone}>
              {label}
            </StateBadge>
          ))}
          <span>{environmentWords[environment]}</span>
        </>
      }
    />
  )
}

function Standing({ secret }: { secret: StoredSecret }): ReactElement {
  const { current, latest, nextRotationAt, expiresAt, lastUsedAt, ownerName } = secret
  return (
    <>
      {current === null ? 'No current version' : `Version ${current}`}
      {latest > (current ?? 0) && ` of ${latest}`}
      {ownerName !== null && `, of ${ownerName}`}
      {lastUsedAt === null ? (
        ', never read'
      ) : (
        <>
          , read <When at={lastUsedAt} show="day" />
        </>
      )}
      {nextRotationAt !== null && (
        <>
          , rotated next <When at={nextRotationAt} show="day" />
        </>
      )}
      {expiresAt !== null && (
        <>
          , expires <When at={expiresAt} show="day" />
        </>
      )}
    </>
  )
}
