import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

/** The text of DATA_DIR/keys/<file>; null when there is none. */
export function readKeyFile(dataDir: string, file: string): string | null {
  const path = join(dataDir, 'keys', file)
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

/** Puts DATA_DIR/keys/<file> in place whole and durable, readable by the owner only. */
export function writeKeyFile(dataDir: string, file: string, value: string): void {
  const folder = join(dataDir, 'keys')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  writeSecretFile(join(folder, file), value)
}

/** Puts a file in place whole and durable, readable by the owner only. */
export function writeSecretFile(path: string, value: string): void {
  const temporary = `${path}.${process.pid}`
  const descriptor = openSync(temporary, 'w', 0o600)
  writeSync(descriptor, value)
  fsyncSync(descriptor)
  closeSync(descriptor)
  renameSync(temporary, path)
}

/** Reads DATA_DIR/keys/<file>, or makes it before its first use. */
export function keepKeyFile(dataDir: string, file: string, make: () => string): string {
  const kept = readKeyFile(dataDir, file)
  if (kept !== null) return kept
  const value = make()
  writeKeyFile(dataDir, file, value)
  return value
}
