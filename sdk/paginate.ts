interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

/**
 * Every item of a list, a page at a time as the loop asks for it. Breaking out of the loop asks for no more.
 * Throws a TypeError when the server hands out the cursor it was just given, which would never end.
 */
export async function* paginate<Input extends { readonly query?: object | undefined }, Item>(
  list: (input: Input) => Promise<Page<Item>>,
  input: Input,
): AsyncGenerator<Item, void, undefined> {
  let cursor: string | null = null
  do {
    const query: object = cursor === null ? { ...input.query } : { ...input.query, cursor }
    const page = await list({ ...input, query })
    yield* page.items
    if (page.nextCursor !== null && page.nextCursor === cursor)
      throw new TypeError(`the list does not move past ${cursor}`)
    cursor = page.nextCursor
  } while (cursor !== null)
}
