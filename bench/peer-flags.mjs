/** The peers: the evaluators of flagd, GrowthBook and Unleash. JavaScript, so that the types of a peer are no part of the check. */
import { GrowthBookClient } from '@growthbook/growthbook'
import { FlagdCore } from '@openfeature/flagd-core'
import { InMemStorageProvider, Unleash } from 'unleash-client'

const silent = { error() {}, warn() {}, info() {}, debug() {} }

/** Each evaluates a flag for a user; `flags` names those with a list of countries and a share of callers, `plain` one without. */
export async function openPeers({ plain, flags, countries, percent }) {
  return {
    flagd: openFlagd({ plain, flags, countries, percent }),
    GrowthBook: await openGrowthBook({ plain, flags, countries, percent }),
    Unleash: await openUnleash({ plain, flags, countries, percent }),
  }
}

function openFlagd({ plain, flags, countries, percent }) {
  const base = { state: 'ENABLED', variants: { on: true, off: false } }
  const share = {
    fractional: [
      ['on', percent],
      ['off', 100 - percent],
    ],
  }
  const targeting = { if: [{ in: [{ var: 'country' }, countries] }, share, 'off'] }
  const entries = flags.map((key) => [key, { ...base, defaultVariant: 'off', targeting }])
  const core = new FlagdCore(undefined, silent)
  core.setConfigurations(
    JSON.stringify({ flags: { ...Object.fromEntries(entries), [plain]: { ...base, defaultVariant: 'on' } } }),
  )
  return (key, user) => core.resolveBooleanEvaluation(key, false, user, silent).value
}

async function openGrowthBook({ plain, flags, countries, percent }) {
  const rule = {
    condition: { country: { $in: countries } },
    coverage: percent / 100,
    force: true,
    hashAttribute: 'targetingKey',
    hashVersion: 2,
  }
  const entries = flags.map((key) => [key, { defaultValue: false, rules: [{ ...rule, seed: key }] }])
  const client = new GrowthBookClient()
  client.initSync({ payload: { features: { ...Object.fromEntries(entries), [plain]: { defaultValue: true } } } })
  return (key, user) => client.isOn(key, { attributes: user })
}

async function openUnleash({ plain, flags, countries, percent }) {
  const constraints = [{ contextName: 'country', operator: 'IN', values: countries }]
  const toggle = (name, strategy) => ({
    name,
    enabled: true,
    type: 'release',
    project: 'default',
    impressionData: false,
    variants: [],
    strategies: [strategy],
  })
  const rollout = (groupId) => ({
    name: 'flexibleRollout',
    constraints,
    parameters: { rollout: String(percent), stickiness: 'default', groupId },
  })
  const unleash = new Unleash({
    appName: 'bench',
    url: 'http://127.0.0.1:9/',
    refreshInterval: 0,
    disableMetrics: true,
    skipInstanceCountWarning: true,
    storageProvider: new InMemStorageProvider(),
    bootstrap: {
      data: [
        toggle(plain, { name: 'default', constraints: [], parameters: {} }),
        ...flags.map((key) => toggle(key, rollout(key))),
      ],
    },
  })
  unleash.on('error', () => undefined)
  unleash.on('warn', () => undefined)
  if (!unleash.isSynchronized()) await new Promise((resolve) => unleash.once('ready', resolve))
  unleash.destroy()
  return (key, user) => unleash.isEnabled(key, { userId: user.targetingKey, properties: user })
}
