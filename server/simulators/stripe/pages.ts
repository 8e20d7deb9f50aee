import type Stripe from 'stripe'
import type { Answer } from '../http.ts'

const STYLE =
  'body{font:16px system-ui;max-width:26rem;margin:3rem auto}label{display:block;margin:.5rem 0}input{width:100%}'

/** The page of the payer's bank, which asks who is there. */
export function challengePage({ id, amount, currency, status }: Stripe.PaymentIntent): Answer {
  if (status !== 'requires_action') return page('Your bank', '<p>There is nothing to confirm.</p>')
  const button = (name: string, value: string): string => `<button name="proven" value="${value}">${name}</button>`
  return page(
    'Your bank',
    `<p>Test bank: confirm ${amount} ${currency} (smallest units)?</p>
<form method="post" action="/_challenge/${id}">${button('Complete', 'true')} ${button('Fail', 'false')}</form>`,
  )
}

/** Back to the business, with what Stripe adds to the address. */
export function afterChallenge(intent: Stripe.PaymentIntent, returnUrl: string | null): Answer {
  if (returnUrl === null || !URL.canParse(returnUrl)) return page('Your bank', '<p>You can close this page.</p>')
  const back = new URL(returnUrl)
  back.searchParams.set('payment_intent', intent.id)
  back.searchParams.set('payment_intent_client_secret', String(intent.client_secret))
  back.searchParams.set('redirect_status', intent.status === 'succeeded' ? 'succeeded' : 'failed')
  return { status: 303, headers: { location: back.href } }
}

/**
 * A card form: `/_card?client_secret=...&publishable_key=...&return_url=...`. It confirms with the card's number as Stripe.js does,
 * which any other page may do as well.
 */
export function cardPage(): Answer {
  return page(
    'Pay by card',
    `<form id="card"><p>Stand-in for a card form: test numbers only, such as 4242 4242 4242 4242.</p>
<label>Card number <input name="number" autocomplete="off" inputmode="numeric" value="4242 4242 4242 4242" required></label>
<label>Expiry month <input name="exp_month" value="12"></label><label>Expiry year <input name="exp_year" value="2034"></label>
<label>CVC <input name="cvc" value="123"></label><button>Pay</button><p role="status"></p></form>
<script>
const asked = new URLSearchParams(location.search), form = document.getElementById('card'), status = form.querySelector('[role=status]')
form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const secret = asked.get('client_secret') ?? '', returnUrl = asked.get('return_url')
  const body = new URLSearchParams({ key: asked.get('publishable_key') ?? '', client_secret: secret, 'payment_method_data[type]': 'card' })
  for (const [name, value] of new FormData(form)) body.set('payment_method_data[card][' + name + ']', value)
  if (returnUrl) body.set('return_url', returnUrl)
  const answer = await fetch('/v1/payment_intents/' + secret.split('_secret_')[0] + '/confirm', { method: 'POST', body })
  const { error, status: state, next_action } = await answer.json()
  status.textContent = error ? error.message : state
  if (next_action?.redirect_to_url) location.assign(next_action.redirect_to_url.url)
  else if (!error && returnUrl) location.assign(returnUrl)
})
</script>`,
  )
}

function page(title: string, content: string): Answer {
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style><h1>${title}</h1>${content}</html>`
  return { status: 200, body }
}
