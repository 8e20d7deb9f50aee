type Service = 'turnstile' | 'hcaptcha'

interface Widget {
  render(
    container: HTMLElement,
    options: {
      sitekey: string
      action: string
      callback: (token: string) => void
      'error-callback': () => void
    },
  ): unknown
}

const SCRIPTS: Readonly<Record<Service, string>> = {
  turnstile: 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit',
  hcaptcha: 'https://js.hcaptcha.com/1/api.js?render=explicit',
}

/** Shows the service's puzzle above the page; its token. Rejects when it cannot be shown or the person closes it. */
export async function askService(
  service: Service,
  { siteKey, action }: { siteKey: string; action: string },
): Promise<string> {
  const widget = await load(service)
  const dialog = document.createElement('dialog')
  dialog.setAttribute('aria-label', 'Prove that you are a person')
  const container = document.createElement('div')
  dialog.append(container)
  document.body.append(dialog)
  try {
    return await new Promise<string>((resolve, reject) => {
      const failed = (): void => reject(new Error('The puzzle was not solved. Try again.'))
      dialog.addEventListener('close', failed)
      dialog.showModal()
      widget.render(container, { sitekey: siteKey, action, callback: resolve, 'error-callback': failed })
    })
  } finally {
    dialog.remove()
  }
}

async function load(service: Service): Promise<Widget> {
  const held = (window as unknown as Partial<Record<Service, Widget>>)[service]
  if (held !== undefined) return held
  const script = document.createElement('script')
  script.src = SCRIPTS[service]
  await new Promise<void>((resolve, reject) => {
    script.addEventListener('load', () => resolve())
    script.addEventListener('error', () => reject(new Error('The puzzle could not be loaded. Try again.')))
    document.head.append(script)
  })
  const widget = (window as unknown as Partial<Record<Service, Widget>>)[service]
  if (widget === undefined) throw new Error('The puzzle could not be shown. Try again.')
  return widget
}
