/** The handler that makes an attempt has this long before the job takes over. */
export const FIRST_CHECK_SECONDS = 20

/** When an attempt is looked at again: quickly while the payer is there, then as long as providers take. After the last a human does. */
const LADDER_SECONDS = [15, 60, ...Array<number>(5).fill(300), ...Array<number>(24).fill(3600)]

/** Seconds until the look after `count` looks; null when there is none. */
export function nextLook(count: number): number | null {
  return LADDER_SECONDS[count] ?? null
}
