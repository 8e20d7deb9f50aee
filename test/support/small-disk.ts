import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'

/** The words before a program to which `folder` is a disk of so many KiB, in a namespace of its own: it is gone when the program ends. */
export function withSmallDisk(folder: string, kibibytes: number): string[] {
  const script = `mount -t tmpfs -o size=${kibibytes}k none "$1" && shift && exec "$@"`
  return ['unshare', '-rm', 'sh', '-c', script, 'sh', folder]
}

/** False where small disks can be had, else the reason why not. */
export function smallDiskReason(): string | false {
  const tried = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', '-o', 'size=64k', 'none', tmpdir()])
  return tried.status === 0 ? false : 'needs a Linux that lets a user mount a tmpfs in a namespace of its own'
}
