/** A folder of paths: what lies in it directly, and the folders in it. */
export interface Folder<Item> {
  /** As far as it differs from the folder above: `payments` or, where nothing else lies between, `payments/eu`. */
  readonly name: string
  /** From the top, with a slash behind. */
  readonly path: string
  readonly folders: readonly Folder<Item>[]
  readonly items: readonly Item[]
}

/** Puts things that lie at paths into their folders; their order stays. */
export function treeOf<Item extends { readonly path: string }>(items: readonly Item[], path = ''): Folder<Item> {
  const direct = items.filter((item) => !item.path.slice(path.length).includes('/'))
  const names = new Set(items.flatMap((item) => folderIn(item.path.slice(path.length)) ?? []))
  const folders = [...names].map((name) => {
    const below = `${path}${name}/`
    return shortened(
      name,
      treeOf(
        items.filter((item) => item.path.startsWith(below)),
        below,
      ),
    )
  })
  return { name: '', path, folders, items: direct }
}

function folderIn(rest: string): string | undefined {
  return rest.includes('/') ? rest.slice(0, rest.indexOf('/')) : undefined
}

/** A folder that holds one folder and nothing else is shown as one with it. */
function shortened<Item>(name: string, folder: Folder<Item>): Folder<Item> {
  const [only] = folder.folders
  if (folder.items.length > 0 || folder.folders.length !== 1 || only === undefined) return { ...folder, name }
  return { ...only, name: `${name}/${only.name}` }
}

export function countIn<Item>({ folders, items }: Folder<Item>): number {
  return items.length + folders.reduce((sum, folder) => sum + countIn(folder), 0)
}

/** The last part of a path. */
export function leafOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
