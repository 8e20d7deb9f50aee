export type RefusalCode =
  | 'empty'
  | 'file-too-large'
  | 'too-many-rows'
  | 'row-too-long'
  | 'too-many-columns'
  | 'not-text'
  | 'not-xml'
  | 'xml-declares-types'
  | 'xml-too-deep'
  | 'not-json'
  | 'json-too-deep'
  | 'header-missing'

/** Why a whole file cannot be read. Rows before the fault may have been told already. */
export class FileRefusal extends Error {
  readonly code: RefusalCode
  /** The row at which it showed, when it did at one. */
  readonly row: number | null

  constructor(code: RefusalCode, row: number | null = null) {
    super(`the file cannot be read: ${code}${row === null ? '' : ` at row ${row}`}`)
    this.name = 'FileRefusal'
    this.code = code
    this.row = row
  }
}

/** Why one row is an error, and the column that it is about. */
export class RowFault extends Error {
  readonly reason: string
  readonly column: string | null

  constructor(reason: string, column: string | null) {
    super(reason)
    this.reason = reason
    this.column = column
  }
}
