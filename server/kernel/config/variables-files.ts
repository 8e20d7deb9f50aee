import type { Variable } from './variable.ts'

/** Where file bytes are kept, and how many. */
export const FILE_VARIABLES = {
  UPLOAD_MAX_BYTES: {
    kind: 'integer',
    min: 1024,
    max: 5_000_000_000,
    default: '524288000',
    group: 'Files',
    description: 'Largest single upload; purposes may set less.',
  },
  FILES_QUOTA_BYTES: {
    kind: 'integer',
    min: 1024,
    max: 999_999_999_999_999,
    default: '100000000000',
    group: 'Files',
    description: "Most bytes of one person's files and open uploads together.",
  },
  FILES_DIR: { kind: 'path', group: 'Files', description: 'Folder for file bytes. Default: DATA_DIR/files.' },
  CLAMD_URL: {
    kind: 'url',
    schemes: ['tcp:'],
    group: 'Files',
    description:
      'clamd that scans uploads before anybody reads them, `tcp://host:3310`; while it is away they wait in quarantine. Absent: not scanned.',
  },
  S3_BUCKET: {
    kind: 'text',
    group: 'Files',
    description:
      'Keeps file bytes in this bucket of S3, R2 or another store of that protocol, to which clients then send them directly. Absent: on the disk, in FILES_DIR.',
  },
  S3_REGION: {
    kind: 'text',
    default: 'us-east-1',
    group: 'Files',
    description: 'Region of the bucket; `auto` for Cloudflare R2.',
  },
  S3_ENDPOINT: {
    kind: 'url',
    schemes: ['https:', 'http:'],
    group: 'Files',
    description: 'Where the store answers, without the bucket; http on loopback only. Absent: AWS.',
  },
  S3_ACCESS_KEY_ID: { kind: 'text', group: 'Files', description: 'Goes with S3_BUCKET.' },
  S3_SECRET_ACCESS_KEY: { kind: 'secret', group: 'Files', description: 'Goes with S3_BUCKET.' },
  S3_FORCE_PATH_STYLE: {
    kind: 'boolean',
    default: 'false',
    group: 'Files',
    description: 'Names the bucket in the path instead of the host: for most stores of your own.',
  },
} as const satisfies Record<string, Variable>
