import type { MailBlock, MailContent } from '../../kernel/mail/template.ts'

interface Link {
  readonly product: string
  readonly name: string
  readonly url: string
}

interface Notice extends Link {
  readonly ip: string
  readonly userAgent: string
}

const says = (text: string): MailBlock => ({ kind: 'paragraph', text })
const leads = (label: string, url: string): MailBlock => ({ kind: 'button', label, url })
const from = ({ ip, userAgent }: Notice): MailBlock => ({ kind: 'list', items: [`Von: ${ip}`, `Mit: ${userAgent}`] })
const newPassword = (url: string): MailBlock => leads('Neues Passwort wählen', url)
const mail = (subject: string, ...blocks: MailBlock[]): MailContent => ({ subject, blocks })

/** The mails of this unit in German, by the template's name without its unit. */
export const german = {
  verify: ({ product, name, url }: Link) =>
    mail(
      `Bestätigen Sie Ihre E-Mail-Adresse für ${product}`,
      says(
        `Guten Tag ${name}, bitte bestätigen Sie, dass diese Adresse Ihre ist. Der Link gilt einmal, 24 Stunden lang.`,
      ),
      leads('Adresse bestätigen', url),
      says('Wenn Sie sich nicht angemeldet haben, tun Sie nichts: Das Konto bleibt geschlossen.'),
    ),
  accountExists: ({ product, name, url }: Link) =>
    mail(
      `Sie haben ein Konto bei ${product}`,
      says(`Guten Tag ${name}, jemand wollte sich mit dieser Adresse registrieren, für die es schon ein Konto gibt.`),
      says('Wenn Sie das waren, melden Sie sich an, oder wählen Sie ein neues Passwort:'),
      leads('Passwort vergessen', url),
      says('Wenn Sie es nicht waren, ist nichts zu tun.'),
    ),
  reset: ({ product, name, url }: Link) =>
    mail(
      `Wählen Sie ein neues Passwort für ${product}`,
      says(`Guten Tag ${name}, über den Link wählen Sie ein neues Passwort. Er gilt einmal, eine Stunde lang.`),
      newPassword(url),
      says('Wenn Sie darum nicht gebeten haben, tun Sie nichts: Ihr Passwort bleibt, wie es ist.'),
    ),
  passwordChanged: (to: Notice) =>
    mail(
      `Ihr Passwort bei ${to.product} wurde geändert`,
      says(`Guten Tag ${to.name}, Ihr Passwort wurde geändert, und alle anderen Sitzungen wurden beendet.`),
      from(to),
      says('Wenn Sie es nicht waren, wählen Sie jetzt ein neues Passwort:'),
      newPassword(to.url),
    ),
  newDevice: (to: Notice) =>
    mail(
      `Neue Anmeldung bei ${to.product}`,
      says(
        `Guten Tag ${to.name}, jemand hat sich von einem bisher unbekannten Ort oder Programm bei Ihrem Konto angemeldet.`,
      ),
      from(to),
      says('Wenn Sie es nicht waren, wählen Sie ein neues Passwort: Damit werden alle abgemeldet.'),
      newPassword(to.url),
    ),
  refreshReuse: (to: Notice) =>
    mail(
      `Eine Sitzung bei ${to.product} wurde zur Sicherheit beendet`,
      says(
        `Guten Tag ${to.name}, ein alter Schlüssel einer Ihrer Sitzungen wurde noch einmal benutzt, wie es nach einem Diebstahl vorkommt. Wir haben diese Sitzung beendet.`,
      ),
      from(to),
      says('Melden Sie sich neu an. Wenn das öfter geschieht, wählen Sie ein neues Passwort:'),
      newPassword(to.url),
    ),
  mfaLocked: (to: Notice) =>
    mail(
      `Falsche Codes bei einer Anmeldung bei ${to.product}`,
      says(
        `Guten Tag ${to.name}, jemand, der Ihr Passwort kennt, hat zehnmal falsche Codes eingegeben. 15 Minuten lang wird kein Code angenommen.`,
      ),
      from(to),
      says('Wenn Sie es nicht waren, wählen Sie jetzt ein neues Passwort:'),
      newPassword(to.url),
    ),
  unlock: ({ product, name, url }: Link) =>
    mail(
      `Die Anmeldung bei ${product} ruht`,
      says(
        `Guten Tag ${name}, für Ihr Konto wurde mehrmals ein falsches Passwort angegeben, darum ruht die Anmeldung von dort eine Weile.`,
      ),
      says(
        'Wenn Sie es waren, öffnen Sie den Link in dem Browser, mit dem Sie sich anmelden. Er gilt einmal, eine Stunde lang:',
      ),
      leads('Wieder anmelden', url),
      says('Wenn Sie es nicht waren, ist nichts zu tun: Niemand ist hineingekommen.'),
    ),
  magicLink: ({ product, name, url }: Link) =>
    mail(
      `Ihr Link zur Anmeldung bei ${product}`,
      says(`Guten Tag ${name}, über den Link melden Sie sich an. Er gilt einmal, 15 Minuten lang.`),
      leads('Anmelden', url),
      says('Wenn Sie darum nicht gebeten haben, tun Sie nichts, und geben Sie den Link niemandem.'),
    ),
  emailConfirm: ({ product, name, url }: Link) =>
    mail(
      `Bestätigen Sie Ihre neue E-Mail-Adresse für ${product}`,
      says(
        `Guten Tag ${name}, bitte bestätigen Sie, dass dies die Adresse Ihres Kontos werden soll. Der Link gilt einmal, eine Stunde lang.`,
      ),
      leads('Diese Adresse verwenden', url),
      says('Wenn Sie darum nicht gebeten haben, tun Sie nichts: Es ändert sich nichts.'),
    ),
  emailChangeAsked: (to: Notice) =>
    mail(
      `Ihre E-Mail-Adresse bei ${to.product} soll geändert werden`,
      says(
        `Guten Tag ${to.name}, jemand, der bei Ihrem Konto angemeldet ist, möchte eine andere E-Mail-Adresse. Sie wechselt, wenn die neue bestätigt wird.`,
      ),
      from(to),
      says(
        'Wenn Sie es nicht waren, wählen Sie jetzt ein neues Passwort: Das beendet die Änderung und meldet alle ab.',
      ),
      newPassword(to.url),
    ),
  emailChanged: ({ product, name, url }: Link) =>
    mail(
      `Ihre E-Mail-Adresse bei ${product} wurde geändert`,
      says(`Guten Tag ${name}, Ihr Konto hat jetzt eine andere E-Mail-Adresse, und alles Weitere geht dorthin.`),
      says(
        'Wenn Sie es nicht waren, holen Sie sie zurück. Dann werden alle abgemeldet, was seither zu Ihrem Konto hinzukam, verschwindet, und Sie wählen ein neues Passwort. Der Link gilt 7 Tage.',
      ),
      leads('Meine Adresse zurückholen', url),
    ),
  emailReverted: ({ product, name, url, taken }: Link & { readonly taken: readonly string[] }) =>
    mail(
      `Ihr Konto bei ${product} gehört wieder Ihnen`,
      says(
        `Guten Tag ${name}, dies ist wieder die Adresse Ihres Kontos. Alle sind abgemeldet, und das Passwort gilt nicht mehr.`,
      ),
      ...(taken.length === 0
        ? [says('Seit die Änderung verlangt wurde, war nichts zu Ihrem Konto hinzugekommen.')]
        : [
            says('Dies war seit dem Verlangen nach der Änderung zu Ihrem Konto hinzugekommen und wurde entfernt:'),
            { kind: 'list', items: taken } as const,
          ]),
      says('Wählen Sie ein neues Passwort. Der Link gilt einmal, eine Stunde lang; danach bitten Sie um einen neuen.'),
      newPassword(url),
    ),
  deleteLink: ({ product, name, url }: Link) =>
    mail(
      `Löschen Sie Ihr Konto bei ${product}`,
      says(
        `Guten Tag ${name}, über den Link löschen Sie Ihr Konto und was dazu gehört. Das lässt sich nicht rückgängig machen. Er gilt eine Stunde.`,
      ),
      leads('Konto löschen', url),
      says('Wenn Sie darum nicht gebeten haben, wählen Sie ein neues Passwort: Jemand ist in Ihrem Konto.'),
    ),
  erased: ({ product, name }: Pick<Link, 'product' | 'name'>) =>
    mail(
      `Ihr Konto bei ${product} ist gelöscht`,
      says(
        `Guten Tag ${name}, Ihr Konto wurde gelöscht. Was wir nach Gesetz oder Vertrag behalten müssen, trägt Ihren Namen nicht mehr.`,
      ),
      says('Dies ist die letzte Nachricht an diese Adresse.'),
    ),
  impersonated: ({ product, name, by, reason, url }: Link & { readonly by: string; readonly reason: string }) =>
    mail(
      `Jemand von uns benutzt Ihr Konto bei ${product}`,
      says(
        `Guten Tag ${name}, jemand von unserem Personal handelt jetzt in Ihrem Namen, höchstens 15 Minuten lang. Passwort, Faktoren, Adresse und Sitzungen lassen sich so nicht ändern.`,
      ),
      { kind: 'list', items: [`Wer: ${by}`, `Warum: ${reason}`] },
      says('Was getan wurde, ist aufgeschrieben. Sie sehen es unter Ihren Sicherheitsereignissen:'),
      leads('Sicherheitsereignisse', url),
    ),
} as const
