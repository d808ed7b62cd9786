import type { AddressColumns } from './rows.ts'

const words = (text: string): readonly string[] => text.trim().split(/\s*,\s*/)

/**
 * The invented town. Its postal codes 12341 to 12345 lie in a gap that the Deutsche Post has not given to a place.
 * `heightM` is what the volume conversion factor of gas depends on.
 */
export const DISTRICTS = [
  {
    postalCode: '12341',
    heightM: 33,
    streets: words(`Marktplatz, Rathausgasse, Bahnhofstraße, Kirchgasse, Hauptstraße, Am Alten Hafen, Brückenstraße,
      Gerberstraße, Schlossplatz, Mühlgraben, Kornmarkt, Stadtgraben`),
  },
  {
    postalCode: '12342',
    heightM: 41,
    streets: words(`Lindenallee, Ahornweg, Buchenweg, Eichenstraße, Kastanienallee, Birkenweg, Erlengrund, Ulmenstraße,
      Holunderweg, Ginsterweg, Haselstieg, Am Weidengrund`),
  },
  {
    postalCode: '12343',
    heightM: 58,
    streets: words(`Goethestraße, Schillerstraße, Lessingstraße, Heinrich-Heine-Straße, Bettina-von-Arnim-Straße,
      Anne-Frank-Straße, Sophie-Scholl-Weg, Käthe-Kollwitz-Straße, Clara-Zetkin-Straße, Geschwister-Grimm-Weg,
      Fontanestraße, Rosa-Luxemburg-Straße`),
  },
  {
    postalCode: '12344',
    heightM: 27,
    streets: words(`Industriestraße, Am Gaswerk, Werftstraße, Handwerkerhof, Gewerbepark Süd, Otto-Lilienthal-Straße,
      Siemensring, Am Güterbahnhof, Hafenstraße, Ziegeleiweg, Uferstraße, Schleusenweg`),
  },
  {
    postalCode: '12345',
    heightM: 164,
    streets: words(`Sonnenberg, Weinbergsweg, Höhenweg, Zum Wasserturm, Panoramastraße, Bergstraße, Am Steinbruch,
      Waldstraße, Jägersteig, Schöne Aussicht, Rehwinkel, Fuchsbau`),
  },
] as const

const STREETS = DISTRICTS.flatMap((district) =>
  district.streets.map((street) => ({ street, postalCode: district.postalCode })),
)

export const STREET_COUNT = STREETS.length
const NUMBERS_PER_STREET = 180

/**
 * Address of building `building`: each building has one of its own. The streets fill up evenly; from 10,800 buildings on
 * house numbers get letters (12 a, 12 b), which only the sizes for load tests reach.
 */
export function addressOf(building: number): AddressColumns {
  const at = STREETS[(building * 37 + 11) % STREET_COUNT] as (typeof STREETS)[number]
  const turn = Math.floor(building / STREET_COUNT)
  const lap = Math.floor(turn / NUMBERS_PER_STREET)
  const number = 1 + ((turn * 77) % NUMBERS_PER_STREET) + NUMBERS_PER_STREET * Math.floor(lap / 27)
  const letter = lap % 27 === 0 ? '' : String.fromCharCode(96 + (lap % 27))
  return {
    street: at.street,
    houseNumber: `${number}${letter}`,
    postalCode: at.postalCode,
    city: 'Musterstadt',
    country: 'DE',
  }
}

/**
 * Zustandszahl at a height, 4 decimals: (273.15 / 288.15) x ((1016 - 0.12 H + 22) / 1013.25), gas at 15 degrees and
 * 22 mbar (MessEV 25 no. 4, DVGW G 685). H = 33 m gives 0.9674.
 */
export function volumeConversionFactor(heightM: number): number {
  return Math.round((273.15 / 288.15) * ((1016 - 0.12 * heightM + 22) / 1013.25) * 10_000) / 10_000
}
