import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

/** An authenticator app (RFC 6238: SHA-1, six digits, 30 seconds). */
export interface AuthenticatorApp {
  /** A code that was not given out before; waits when there is none yet that a server accepts. */
  next(): Promise<string>
  /** Six digits that are no code of now. */
  wrong(): string
}

const PERIOD_MS = 30_000
/** So late in a step the code before it may be too old when it arrives. */
const LATE_MS = 24_000

export function createAuthenticatorApp(seed: string): AuthenticatorApp {
  const key = fromBase32(seed)
  let last = 0
  return {
    async next() {
      const nowMs = Date.now()
      const step = Math.floor(nowMs / PERIOD_MS)
      last = Math.max(last + 1, nowMs % PERIOD_MS > LATE_MS ? step : step - 1)
      if (last > step + 1) await sleep((last - 1) * PERIOD_MS - nowMs + 500)
      return codeOf(key, last)
    },
    wrong() {
      const step = Math.floor(Date.now() / PERIOD_MS)
      const near = [-2, -1, 0, 1, 2].map((by) => codeOf(key, step + by))
      const digits = ['000000', '111111', '222222', '333333', '444444', '555555']
      return digits.find((code) => !near.includes(code)) ?? ''
    },
  }
}

function codeOf(key: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', key).update(counter).digest()
  const at = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

function fromBase32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter.toUpperCase()).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
