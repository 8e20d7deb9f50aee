/**
 * Claims in memory that two threads share: the one that runs handlers writes them and sends nothing, the one that keeps them alive reads
 * them when it beats. A slot is four numbers, the id of the job as text, and whether it has begun.
 */
export type ClaimBlock = SharedArrayBuffer

export const SLOTS = 1024
const SLOT_BYTES = 64
const SLOT_NUMBERS = SLOT_BYTES / Int32Array.BYTES_PER_ELEMENT
const ID_AT = 4 * Int32Array.BYTES_PER_ELEMENT
const ID_LENGTH = 36
const BEGUN_AT = (ID_AT + ID_LENGTH) / Int32Array.BYTES_PER_ELEMENT

/** A claim as it stands in a slot. */
export interface SlotClaim {
  /** Names the claim: a slot is used again and again. Never 0. */
  readonly mark: number
  /** Which of the queues that the reader was told. */
  readonly queue: number
  readonly retryCount: number
  readonly secondsMax: number
  readonly id: string
  /** Its handler was called. */
  readonly begun: boolean
}

/** With room for SLOTS claims, all free. */
export function createBlock(): ClaimBlock {
  return new SharedArrayBuffer(SLOTS * SLOT_BYTES)
}

/** Both ends of a block. What is read while it is written is left out: the slot says so before and after. */
export class ClaimSlots {
  readonly #numbers: Int32Array
  readonly #bytes: Buffer

  constructor(block: ClaimBlock) {
    this.#numbers = new Int32Array(block)
    this.#bytes = Buffer.from(block)
  }

  /** One that has not begun. */
  write(slot: number, { mark, queue, retryCount, secondsMax, id }: Omit<SlotClaim, 'begun'>): void {
    if (id.length !== ID_LENGTH) throw new TypeError(`a job's id has ${ID_LENGTH} letters: ${id}`)
    const at = slot * SLOT_NUMBERS
    this.#numbers[at + 1] = queue
    this.#numbers[at + 2] = retryCount
    this.#numbers[at + 3] = secondsMax
    this.#numbers[at + BEGUN_AT] = 0
    this.#bytes.write(id, slot * SLOT_BYTES + ID_AT, 'latin1')
    Atomics.store(this.#numbers, at, mark)
  }

  begin(slot: number): void {
    Atomics.store(this.#numbers, slot * SLOT_NUMBERS + BEGUN_AT, 1)
  }

  clear(slot: number): void {
    Atomics.store(this.#numbers, slot * SLOT_NUMBERS, 0)
  }

  /** Null where no claim stands, or another by the time it is read. */
  read(slot: number): SlotClaim | null {
    const at = slot * SLOT_NUMBERS
    const mark = Atomics.load(this.#numbers, at)
    if (mark === 0) return null
    const [queue = 0, retryCount = 0, secondsMax = 0] = this.#numbers.subarray(at + 1, at + 4)
    const begun = Atomics.load(this.#numbers, at + BEGUN_AT) === 1
    const start = slot * SLOT_BYTES + ID_AT
    const id = this.#bytes.toString('latin1', start, start + ID_LENGTH)
    return Atomics.load(this.#numbers, at) === mark ? { mark, queue, retryCount, secondsMax, id, begun } : null
  }
}
