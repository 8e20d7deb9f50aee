/** Where settings come from beside the database; the variables `SETTING_*` follow from what units declare. */
export const SETTINGS_VARIABLES = {
  CONFIG_DIR: {
    kind: 'path',
    default: './config',
    group: 'Settings',
    description: 'Folder of `settings.<environment>.json`, where there is one; the environment is that of APP_ENV.',
  },
  SETTINGS_FILE: {
    kind: 'path',
    group: 'Settings',
    description: 'A file of settings by key and member, in place of the one in CONFIG_DIR. It must exist.',
  },
} as const
