import { type Account, type Capture, link, type Order } from './account.ts'
import { amountOf, hundredths, readAmount } from './amounts.ts'
import { notFound, PaypalFault } from './errors.ts'
import { chargeFee, record } from './reporting.ts'

type Json = Readonly<Record<string, unknown>>

const CUSTOM_ID_MAX = 127

/** `POST /v2/checkout/orders`, of one purchase unit. */
export function createOrder(account: Account, asked: Json): Order {
  const units = Array.isArray(asked.purchase_units) ? (asked.purchase_units as Json[]) : []
  const [unit] = units
  if (asked.intent !== 'CAPTURE' || unit === undefined || units.length > 1)
    throw new PaypalFault(400, 'INVALID_REQUEST', 'INVALID_PARAMETER_VALUE')
  const amount = readAmount(unit.amount)
  const customId = checkedCustomId(unit.custom_id)
  const source = (asked.payment_source as { paypal?: { experience_context?: Json } } | undefined)?.paypal
  const context = source?.experience_context ?? (asked.application_context as Json | undefined) ?? {}
  const id = account.id()
  const now = account.now()
  const order: Order = {
    id,
    intent: 'CAPTURE',
    status: source === undefined ? 'CREATED' : 'PAYER_ACTION_REQUIRED',
    purchase_units: [
      {
        reference_id: String(unit.reference_id ?? 'default'),
        amount,
        ...(customId === undefined ? {} : { custom_id: customId }),
        ...(typeof unit.description === 'string' ? { description: unit.description } : {}),
        payee: { email_address: 'business@example.com', merchant_id: account.merchantId },
      },
    ],
    create_time: now,
    update_time: now,
    links: [
      link(account, 'self', `/v2/checkout/orders/${id}`),
      link(account, source === undefined ? 'approve' : 'payer-action', `/checkoutnow?token=${id}`),
    ],
  }
  account.orders.set(id, order)
  account.approvals.set(id, {
    returnUrl: typeof context.return_url === 'string' ? context.return_url : null,
    cancelUrl: typeof context.cancel_url === 'string' ? context.cancel_url : null,
    declines: false,
  })
  return order
}

/** `PATCH /v2/checkout/orders/{id}`: of what is shown with it, the custom id only. */
export function patchOrder(account: Account, order: Order, asked: unknown): void {
  if (order.status === 'COMPLETED') throw new PaypalFault(422, 'UNPROCESSABLE_ENTITY', 'ORDER_ALREADY_COMPLETED')
  for (const { op, path, value } of Array.isArray(asked) ? (asked as Json[]) : []) {
    const unit = order.purchase_units[0]
    if (unit === undefined || op !== 'replace' || path !== "/purchase_units/@reference_id=='default'/custom_id")
      throw new PaypalFault(422, 'UNPROCESSABLE_ENTITY', 'NOT_PATCHABLE')
    unit.custom_id = checkedCustomId(value) ?? ''
    order.update_time = account.now()
  }
}

/** The payer has agreed on PayPal's page, by a means that may turn out to have no money. */
export function approveOrder(account: Account, order: Order, declines: boolean): void {
  if (order.status !== 'CREATED' && order.status !== 'PAYER_ACTION_REQUIRED')
    throw new RangeError(`${order.id} is ${order.status}`)
  const approval = account.approvals.get(order.id)
  if (approval !== undefined) approval.declines = declines
  order.status = 'APPROVED'
  order.update_time = account.now()
  order.payer = { payer_id: account.id().slice(0, 13), email_address: 'payer@example.com' }
  account.emit('CHECKOUT.ORDER.APPROVED', 'checkout-order', order)
}

/** `POST /v2/checkout/orders/{id}/capture`. */
export function captureOrder(account: Account, order: Order): Order {
  if (order.status === 'COMPLETED') throw new PaypalFault(422, 'UNPROCESSABLE_ENTITY', 'ORDER_ALREADY_CAPTURED')
  if (order.status !== 'APPROVED') throw new PaypalFault(422, 'UNPROCESSABLE_ENTITY', 'ORDER_NOT_APPROVED')
  const [unit] = order.purchase_units
  if (unit === undefined) throw notFound()
  if (account.approvals.get(order.id)?.declines === true) {
    order.status = 'PAYER_ACTION_REQUIRED'
    order.update_time = account.now()
    throw new PaypalFault(422, 'UNPROCESSABLE_ENTITY', 'INSTRUMENT_DECLINED')
  }
  const made = makeCapture(account, order.id, unit)
  unit.payments = { captures: [made], refunds: [] }
  order.status = 'COMPLETED'
  order.update_time = account.now()
  account.captures.set(made.id, made)
  record(account, {
    code: 'T0006',
    id: made.id,
    reference: { id: order.id, type: 'ODR' },
    amount: hundredths(made.amount),
    currency: made.amount.currency_code,
    fee: chargeFee(hundredths(made.amount)),
    customField: unit.custom_id,
  })
  account.emit('CHECKOUT.ORDER.COMPLETED', 'checkout-order', order)
  account.emit('PAYMENT.CAPTURE.COMPLETED', 'capture', made)
  return order
}

/** The order of an id; throws as PayPal does when there is none. */
export function orderOf(account: Account, id: string): Order {
  const order = account.orders.get(id)
  if (order === undefined) throw notFound()
  return order
}

function checkedCustomId(value: unknown): string | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'string' || value.length > CUSTOM_ID_MAX)
    throw new PaypalFault(400, 'INVALID_REQUEST', 'INVALID_STRING_LENGTH')
  return value
}

function makeCapture(account: Account, orderId: string, unit: Order['purchase_units'][number]): Capture {
  const id = account.id()
  const gross = hundredths(unit.amount)
  const fee = chargeFee(gross)
  const currency = unit.amount.currency_code
  const now = account.now()
  return {
    id,
    status: 'COMPLETED',
    amount: unit.amount,
    ...(unit.custom_id === undefined ? {} : { custom_id: unit.custom_id }),
    final_capture: true,
    seller_protection: { status: 'ELIGIBLE', dispute_categories: ['ITEM_NOT_RECEIVED', 'UNAUTHORIZED_TRANSACTION'] },
    seller_receivable_breakdown: {
      gross_amount: unit.amount,
      paypal_fee: amountOf(fee, currency),
      net_amount: amountOf(gross - fee, currency),
    },
    supplementary_data: { related_ids: { order_id: orderId } },
    links: [
      link(account, 'self', `/v2/payments/captures/${id}`),
      link(account, 'refund', `/v2/payments/captures/${id}/refund`, 'POST'),
      link(account, 'up', `/v2/checkout/orders/${orderId}`),
    ],
    create_time: now,
    update_time: now,
  }
}
