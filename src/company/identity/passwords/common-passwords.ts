/**
 * Words that people in Germany, and customers of a utility, take when a password is asked for; the list of leaked ones is
 * mostly English. Lower case, without marks on letters.
 */
export const commonWords: ReadonlySet<string> = new Set(
  `passwort kennwort geheim geheimnis zugang anmelden anmeldung einloggen benutzer willkommen hallo hallowelt hallihallo
  ichliebedich schatz schatzi schatzilein liebling engel mausi hasi spatz sonnenschein sommer winter fruhling herbst
  januar februar marz april mai juni juli august september oktober november dezember montag dienstag mittwoch donnerstag
  freitag samstag sonntag deutschland germany osterreich schweiz berlin hamburg munchen koln frankfurt stuttgart dresden
  leipzig bremen hannover nurnberg dortmund essen bayern sachsen hessen fussball bundesliga bayernmunchen borussia
  schalke schalke04 werder hsv eintracht fcbayern computer internet rechner tastatur telefon handy fernseher familie
  mutter vater kinder oma opa haus hausnummer garten wohnung keller auto fahrrad motorrad mercedes porsche volkswagen
  strom stromzahler gas gaszahler wasser wasserzahler heizung fernwarme energie okostrom zahler zahlerstand ablesung
  abschlag rechnung jahresrechnung vertrag tarif kunde kundin kundennummer kundenkonto kundenservice kundenportal
  vertragskonto stadtwerk stadtwerke gemeindewerke versorger grundversorgung netzbetreiber portal energiewende
  kundenwerk musterstadt mustermann maxmustermann erikamustermann test testtest tester admin administrator master
  qwertz asdfgh yxcvbn qwertzuiop asdfghjkl`.split(/\s+/),
)

let leaked: Promise<ReadonlySet<string>> | undefined

/** Some 49,000 passwords from leaks (package of zxcvbn-ts). Read when first needed: it takes 100 ms and 10 MB. */
export function leakedPasswords(): Promise<ReadonlySet<string>> {
  leaked ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']))
  return leaked
}
