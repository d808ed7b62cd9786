/**
 * The numbers that the demo utility follows; `distributions.test.ts` holds the generated rows to them.
 * Where no public figure fits, the comment says "own assumption".
 */

/**
 * Share of households with 1, 2, 3, 4, 5 and more persons. Destatis, Mikrozensus (2018: 42 % and 34 %; 2012: 41, 35, 12
 * and 12 % for four and more), rounded; the split of the last 13 % into 9 and 4 is that of the same tables.
 */
export const HOUSEHOLD_SIZE_SHARES = [0.41, 0.34, 0.12, 0.09, 0.04] as const

/** Share of households that live in one- and two-family houses. Zensus 2022: a good 45 % in the country; a town has less. */
export const HOUSE_SHARE = 0.43

/** Persons in flats: small households live in flats more often (own assumption, chosen so that the total stays). */
export const FLAT_SIZE_SHARES = [0.555, 0.295, 0.08, 0.05, 0.02] as const

/** What is left for houses when flats take their share: total = house x 0.43 + flat x 0.57. */
export const HOUSE_SIZE_SHARES = HOUSEHOLD_SIZE_SHARES.map(
  (share, index) => (share - (1 - HOUSE_SHARE) * (FLAT_SIZE_SHARES[index] as number)) / HOUSE_SHARE,
)

/**
 * Mean kWh of a year by persons (1 to 5), hot water not by electricity. co2online, Stromspiegel 2017 and 2023: one
 * person 2,000-3,000 in a house, 1,200-1,800 in a flat; two persons 3,000 and 2,000; four persons about 4,000 and 3,000.
 */
export const POWER_KWH_HOUSE = [2300, 3000, 3500, 4000, 5000] as const
export const POWER_KWH_FLAT = [1400, 2000, 2600, 3000, 3600] as const
/** A quarter of all homes heats water by electricity and uses 27 % more for it (Stromspiegel 2017). */
export const ELECTRIC_WATER_SHARE = 0.25
export const ELECTRIC_WATER_EXTRA = 0.27
/** Standard deviation of the logarithm between like homes: the classes A to G of the Stromspiegel span about 0.5 to 1.7. */
export const POWER_SIGMA = 0.32

/** Year-to-year spread of one home at one register: evenly drawn between these (see YearFactors). */
export const YEAR_SPREAD = [0.08, 0.18] as const

/** kWh gas (gross calorific value) per m2 and year: Heizspiegel 2017, middle class 99-169 in houses, 92-155 in blocks. */
export const GAS_KWH_PER_M2_HOUSE = 134
export const GAS_KWH_PER_M2_FLAT = 123
export const GAS_SIGMA = 0.27
/** Share of hot water and cooking in gas, spread evenly over the year: 600-800 kWh a person of about 18,000. */
export const GAS_HOT_WATER_SHARE = 0.14

/** m3 water per person and year: 128 litres a day. */
export const WATER_M3_PER_PERSON = 46.7
export const WATER_SIGMA = 0.22

/** Living area in m2: mean and sigma of the logarithm (Zensus 2022: 94 m2 over all; 0.43 x 128 + 0.57 x 69 = 94). */
export const AREA_M2_HOUSE = [128, 0.24] as const
export const AREA_M2_FLAT = [69, 0.28] as const

/**
 * Heating of houses and of apartment blocks. Zensus 2022 over all homes: gas 56 %, district heat 15 %, oil 19 %, wood 4 %,
 * heat pump 3 %; with more heat pumps since, and no oil where the district heat lies. `electric`: storage heating.
 */
export const HOUSE_HEATING = { gas: 0.56, heatPump: 0.1, heat: 0.06, electric: 0.03, other: 0.25 } as const
/** `floorGas`: a gas boiler in every flat, with a contract of its own; else the property firm has the contract. */
export const BLOCK_HEATING = { gas: 0.42, floorGas: 0.14, heat: 0.26, electric: 0.04, other: 0.14 } as const

/** Heat pumps of houses: about 33 kWh power per m2 (demand 120 kWh/m2, seasonal performance 3.6). */
export const HEAT_PUMP_KWH_PER_M2 = 33
/** Storage heating: 95 kWh per m2, nearly all of it at night. */
export const STORAGE_HEATING_KWH_PER_M2 = 95

/** Roofs with photovoltaics among houses (own assumption; 3.7 million small plants on 16 million houses, 2024). */
export const SOLAR_SHARE = 0.2
/** kWh per kWp and year: about 1,000 in Germany. */
export const SOLAR_KWH_PER_KWP = 960
/** Cars charged at home among houses (own assumption, 4 % of all cars are electric), 2,200 kWh a year. */
export const ELECTRIC_CAR_SHARE = 0.07
export const ELECTRIC_CAR_KWH = 2200
/** Homes with a contract and nobody in them. Zensus 2022: 1.9 of 43.1 million (4.3 %) empty; not all have a contract. */
export const EMPTY_HOME_SHARE = 0.025

/** Two-rate meters (day and night) among homes without storage heating or heat pump (own assumption). */
export const TWO_RATE_SHARE = 0.06

/** Changes of tenant within three years: 9 % a year in flats, 3 % in houses (own assumption after moves of households). */
export const MOVE_SHARE_FLAT = 0.25
export const MOVE_SHARE_HOUSE = 0.09

/**
 * Basic supply among the local supplier's own household customers: of all power to households 27 % basic supply, 42 %
 * other contracts of the local supplier (Monitoringbericht 2019 of Bundesnetzagentur and Bundeskartellamt): 27/69 = 39 %.
 */
export const BASIC_SUPPLY_SHARE = 0.39
/** Green product among the other contracts (own assumption). */
export const GREEN_SHARE = 0.35

/** How readings come and go wrong (own assumptions): of all that a customer should read at the end of a billing period. */
export const READING_SHARES = {
  byCustomer: 0.72,
  byGridOperator: 0.17,
  estimated: 0.08,
  late: 0.09,
  wrong: 0.012,
  swapped: 0.004,
} as const

/** Homes whose life changes for good at some day in the three years: a car, a child, one person less. */
export const CHANGED_LIFE_SHARE = 0.05

/** Registers that roll over within the three years; rare in life, frequent enough here to be seen. */
export const ROLLOVER_SHARE = 0.008

/**
 * Calibration terms in years. MessEV annex 7: induction meters 16, electronic power meters 8, gas meters 8, water and heat
 * 6; modern and smart meters of power 8. They end with the calendar year (MessEV 34).
 */
export const CALIBRATION_YEARS = { induction: 16, electronic: 8, gas: 8, water: 6, heat: 6 } as const
