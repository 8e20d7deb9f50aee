/**
 * Reads everything from second `start` to second `to`, or as much of the beginning as can be read whole: `read` gives null for a window
 * that holds too much, which is then halved, down to a second. `next` is where the next window starts, null at the end.
 */
export async function readWindow<Item>(
  start: number,
  to: number,
  read: (start: number, end: number) => Promise<Item[] | null>,
): Promise<{ readonly found: Item[]; readonly next: number | null }> {
  let end = Math.max(to, start + 1)
  let found = await read(start, end)
  while (found === null) {
    if (end - start <= 1) throw new RangeError('a single second holds more than can be read')
    end = start + Math.ceil((end - start) / 2)
    found = await read(start, end)
  }
  return { found, next: end < to ? end : null }
}
