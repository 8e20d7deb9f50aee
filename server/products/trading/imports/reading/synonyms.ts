/** What a mapper looks for in a file that nobody knows. */
export type Field =
  | 'symbol'
  | 'side'
  | 'quantity'
  | 'price'
  | 'date'
  | 'time'
  | 'commission'
  | 'fees'
  | 'currency'
  | 'multiplier'
  | 'orderId'
  | 'externalId'
  | 'reportedPnl'

/** Headers as brokers write them in English, German, French, Spanish, Italian, Dutch, Portuguese and Swedish; the likelier first. */
export const synonyms: Readonly<Record<Field, readonly string[]>> = {
  symbol: [
    'symbol|ticker|instrument|contract|security|stock|pair|market|underlying|isin|wertpapier|symbole',
    'valeur|símbolo|simbolo|titolo|product|produkt|ativo|värdepapper|product name|asset',
  ].flatMap((part) => part.split('|')),
  side: [
    'side|action|b/s|buy/sell|direction|type|transaction type|order side|seite|richtung|kauf/verkauf',
    'sens|lado|operación|operazione|tipo|richting|koop/verkoop|typ',
  ].flatMap((part) => part.split('|')),
  quantity: [
    'quantity|qty|shares|size|volume|units|filled qty|fill qty|amount|lots|menge|anzahl|stück',
    'quantité|nombre|cantidad|quantità|aantal|quantidade|antal',
  ].flatMap((part) => part.split('|')),
  price: [
    'price|fill price|avg price|average price|execution price|trade price|rate|preis|kurs',
    'ausführungskurs|prix|cours|precio|prezzo|prijs|koers|preço',
  ].flatMap((part) => part.split('|')),
  date: [
    'executed at|execution time|date/time|datetime|timestamp|fill time|filled time|exec time',
    'trade date|date|time|datum/zeit|datum|ausführungszeit|date et heure|fecha|data|tijdstip',
  ].flatMap((part) => part.split('|')),
  time: 'time|exec time|execution time|trade time|uhrzeit|zeit|heure|hora|ora|tijd|tid'.split('|'),
  commission: [
    'commission|comm|commissions|provision|kommission|courtage|comisión|commissione|commissioni',
    'comissão',
  ].flatMap((part) => part.split('|')),
  fees: 'fees|fee|total fees|gebühr|gebühren|frais|tarifa|spese|kosten|taxas|avgift'.split('|'),
  currency: 'currency|ccy|curr|währung|devise|moneda|divisa|valuta|moeda'.split('|'),
  multiplier: 'multiplier|contract size|point value|multiplikator|multiplicateur|multiplicador|moltiplicatore'.split(
    '|',
  ),
  orderId: 'order id|orderid|order number|order|auftragsnummer|ordernummer|order-nummer|numéro d’ordre'.split('|'),
  externalId: 'execution id|exec id|trade id|fill id|transaction id|tradeid|id|trade number'.split('|'),
  reportedPnl: [
    'pnl|p&l|p/l|realized p/l|realized p&l|profit|gewinn|profit/loss|résultat|resultado|profitto',
    'resultat',
  ].flatMap((part) => part.split('|')),
}

export const buyWords = [
  'buy|b|bot|bought|bto|btc|buy to open|buy to close|buy to cover',
  'long|kauf|kaufen|achat|compra|acquisto|koop|köp|aankoop',
].flatMap((part) => part.split('|'))
export const sellWords = [
  'sell|s|sld|sold|sto|stc|sell to open|sell to close|sell short',
  'short|ss|verkauf|verkaufen|vente|venta|vendita|verkoop|venda|sälj',
].flatMap((part) => part.split('|'))
