/**
 * Invented people: first and family names that are common in Germany, by where a family came from, so that they fit
 * together as they mostly do. Any likeness with a living person is chance.
 */
export interface NamePool {
  /** Share of the population, roughly (Mikrozensus: a good quarter of the people have a family history of migration). */
  readonly weight: number
  readonly women: readonly string[]
  readonly men: readonly string[]
  readonly families: readonly string[]
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

const GERMAN_ELDER: NamePool = {
  weight: 0.36,
  women:
    words(`Hildegard Ingrid Ursula Renate Helga Karin Gisela Christa Monika Gerda Brigitte Erika Waltraud Edith Elfriede
    Rosemarie Sigrid Heidemarie Angelika Gudrun Bärbel Käthe Marlies Ilse Margarete`),
  men: words(`Günter Horst Klaus Werner Jürgen Dieter Manfred Heinz Gerhard Wolfgang Bernd Rolf Siegfried Helmut Karl-Heinz
    Hans-Jörg Lothar Rüdiger Götz Reinhard Ulrich Eberhard Friedhelm Norbert Volker`),
  families:
    words(`Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein
    Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Werner Krause Lehmann Köhler Maier
    Huber Kaiser Fuchs Peters Möller Weiß Jung Hahn Vogel Friedrich Günther Keller Böhm Frank Roth Beck Lorenz Baumann
    Groß Körner Jäger Brückner Thieß Ohlendorf Lührs Petersen Hübner Söhnlein`),
}

const GERMAN_YOUNGER: NamePool = {
  weight: 0.37,
  women:
    words(`Anna Julia Sabine Katharina Lena Stefanie Nicole Sandra Claudia Birgit Heike Kathrin Melanie Jana Svenja Frauke
    Mareike Franziska Theresa Luisa Hannah Johanna Merle Antje Silke Kerstin Anke Vanessa Jasmin Zoë`),
  men: words(`Stefan Thomas Andreas Michael Christian Sebastian Jan Tobias Florian Lukas Jonas Felix Max Paul Björn Sören Jörg
    Marcel Daniel Philipp Matthias Holger Torsten Kai Moritz Niklas Jannik Henning Gregor Jürn`),
  families: GERMAN_ELDER.families,
}

const POOLS: readonly NamePool[] = [
  GERMAN_ELDER,
  GERMAN_YOUNGER,
  {
    weight: 0.06,
    women: words('Ayşe Fatma Emine Zeynep Elif Merve Gülsüm Hatice Özlem Esra Büşra Nurcan'),
    men: words('Mehmet Mustafa Ahmet Ali Hüseyin Emre Murat Kemal Yusuf Çağlar Ömer İbrahim'),
    families: words('Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Güneş Koç'),
  },
  {
    weight: 0.05,
    women: words('Agnieszka Katarzyna Małgorzata Magdalena Joanna Ewa Beata Zofia Danuta'),
    men: words('Piotr Krzysztof Andrzej Tomasz Paweł Marek Grzegorz Łukasz Zbigniew'),
    families: words('Nowak Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Wieczorek Dąbrowski'),
  },
  {
    weight: 0.05,
    women: words('Olga Natalia Irina Tatjana Ljudmila Swetlana Oksana Iryna Halyna Alla'),
    men: words('Alexander Dmitri Sergej Viktor Andrij Oleksandr Wladimir Eugen Taras Waldemar'),
    families: words(
      'Schewtschenko Petrenko Kowalenko Iwanow Bondarenko Melnyk Wagner Schmidt Reimer Dyck Penner Walter',
    ),
  },
  {
    weight: 0.05,
    women: words('Amal Rania Layla Noor Samira Yasmin Fatima Hanan Soraya Nasrin'),
    men: words('Mohammed Omar Khaled Hassan Yousef Ahmad Karim Rami Amir Navid'),
    families: words('Al-Hassan Haddad Khalil Nasser Saleh Ibrahim Mansour Al-Khatib Hosseini Ahmadi Rahimi El-Sayed'),
  },
  {
    weight: 0.035,
    women: words('Giulia Francesca Chiara Eleni Maria Sofia Carmen Inês Ana Despina'),
    men: words('Giovanni Marco Salvatore Dimitrios Georgios José João Miguel Antonio Nikos'),
    families: words('Rossi Esposito Ferrari Papadopoulos Dimitriou García Fernández Gonçalves Pereira Russo'),
  },
  {
    weight: 0.025,
    women: words('Ana Marija Elena Ivana Mirela Ioana Jelena Vesna Dragana Snežana'),
    men: words('Ivan Marko Nikola Mihai Andrei Goran Stefan Željko Dejan Florin'),
    families: words('Horvat Kovačević Jovanović Popescu Ionescu Petrović Babić Hoxha Krasniqi Dumitru'),
  },
  {
    weight: 0.02,
    women: words('Linh Huong Mai Lan Priya Ananya Mei Chiamaka Abena Selam'),
    men: words('Minh Tuan Hung Arjun Rahul Wei Chidi Kwame Kofi Dawit'),
    families: words('Nguyễn Trần Phạm Lê Patel Sharma Chen Okafor Mensah Tesfaye'),
  },
]

export const NAME_POOLS = POOLS
export const NAME_WEIGHTS = POOLS.map((pool) => pool.weight)
/** Pools whose people are old (65 to 92) and those whose people are of any age. */
export const ELDER_POOL = 0

/** Businesses: what they do, who they are; `{}` stands for the family name. */
export const BUSINESSES: readonly {
  readonly name: string
  readonly powerKwh: number
  readonly opensSaturday: boolean
}[] = [
  { name: 'Bäckerei {}', powerKwh: 38_000, opensSaturday: true },
  { name: 'Friseursalon {}', powerKwh: 9_500, opensSaturday: true },
  { name: 'Tischlerei {} GmbH', powerKwh: 24_000, opensSaturday: false },
  { name: 'Kfz-Werkstatt {} GmbH', powerKwh: 17_000, opensSaturday: false },
  { name: 'Steuerkanzlei {}', powerKwh: 6_500, opensSaturday: false },
  { name: 'Restaurant {}', powerKwh: 42_000, opensSaturday: true },
  { name: 'Zahnarztpraxis Dr. {}', powerKwh: 13_500, opensSaturday: false },
  { name: 'Blumen {}', powerKwh: 7_200, opensSaturday: true },
  { name: 'Physiotherapie {}', powerKwh: 5_200, opensSaturday: false },
  { name: 'Späti {}', powerKwh: 15_500, opensSaturday: true },
  { name: 'Malerbetrieb {} GmbH & Co. KG', powerKwh: 6_000, opensSaturday: false },
  { name: 'Fahrradladen {} e. K.', powerKwh: 4_400, opensSaturday: true },
  { name: 'Kita Regenbogen {} gGmbH', powerKwh: 16_000, opensSaturday: false },
  { name: 'Elektro {} GmbH', powerKwh: 8_800, opensSaturday: false },
  { name: 'Apotheke am Markt, Inh. {}', powerKwh: 14_500, opensSaturday: true },
  { name: 'Metallbau {} GmbH', powerKwh: 58_000, opensSaturday: false },
]

export const PROPERTY_FIRM_NAMES: readonly string[] =
  words(`Lindenhof Rosenstein Marktplatz Sonnenberg Eichwald Nordstern Weidengrund
  Mühlbach Falkenhorst Silberbach Birkenau Königsallee Rathaus Wiesengrund Seeblick Brückentor`)

export const EMAIL_HOSTS = ['post.example', 'mail.example', 'netz.example', 'brief.example'] as const

const LETTERS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', ı: 'i', ł: 'l', đ: 'd' }

/** Name as it stands in an e-mail address: lower case letters of the English alphabet. */
export function mailName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[äöüßıłđ]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFD')
    .replace(/[^a-z-]/g, '')
}
