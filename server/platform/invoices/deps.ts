import type { KeyObject } from 'node:crypto'
import type { Secret } from '../../kernel/config/secret.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Mailer } from '../../kernel/mail/mailer.ts'
import type { PageSetter } from '../../kernel/pdf/thread.ts'
import type { Vault } from '../../kernel/vault/vault.ts'
import type { Files } from '../files/index.ts'
import type { Snapshot } from './snapshot.ts'

/** Where a read runs: on its own, or inside the transaction whose writes it must see. */
export type Reader = Pick<Db, 'query' | 'raw'> | Pick<Tx, 'query' | 'raw'>

export interface Person {
  readonly id: Id<'user'>
  readonly name: string
  readonly email: string
  readonly locale: string | null
}

/** What the unit stands on, handed over by the composition root. */
export interface InvoicesDeps {
  readonly db: Db
  readonly files: Pick<Files, 'putGenerated' | 'send'>
  readonly mailer: Mailer
  /** Seals tax numbers. */
  readonly vault: Vault
  readonly publicUrl: URL
  /** Root of the key that signs links. */
  readonly signingSecret: Secret
  /** Of payments: nothing more may be paid for something, and what comes all the same goes back. */
  readonly payments: { cancelOf(tx: Tx, type: string, id: string): Promise<void> }
  /** Names and addresses of people, through the connection of `reader`; unknown ids are absent. */
  readonly people: (ids: readonly Id<'user'>[], reader: Reader) => Promise<ReadonlyMap<string, Person>>
}

/** The same with what the unit's parts share. */
export interface InvoicesParts extends InvoicesDeps {
  readonly linkKey: KeyObject
  readonly pages: PageSetter<Snapshot>
}
