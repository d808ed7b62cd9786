/**
 * Standard load profiles for power (Standardlastprofile Strom): energy of one day in kWh of a customer who uses
 * 1,000,000 kWh a year, by month and kind of day: [working day, Saturday, Sunday or holiday].
 *
 * Source: BDEW, "Aktualisierung der repraesentativen Standardlastprofile", 2025 (H25, G25, L25, P25, S25); the 96 quarter
 * hours of each kind of day are summed, as readings are never closer together than a day. 24 and 31 December count as
 * Saturdays unless they are Sundays (VDEW 1999, page 30).
 */
export const powerDayEnergy: Readonly<Record<PowerProfileCode, readonly (readonly [number, number, number])[]>> = {
  H25: [
    [2476.4, 2843.0, 2903.0],
    [2448.5, 2844.6, 2944.5],
    [2398.9, 2784.9, 2866.4],
    [2555.0, 2961.8, 3047.3],
    [2632.0, 3024.4, 3087.5],
    [2773.4, 3139.6, 3216.2],
    [2915.5, 3277.9, 3361.2],
    [2820.5, 3170.2, 3254.2],
    [2656.1, 3040.4, 3190.4],
    [2633.6, 2972.9, 3127.2],
    [2541.9, 2944.4, 3043.0],
    [2536.5, 2816.4, 2936.7],
  ],
  G25: [
    [3554.5, 2139.0, 1606.7],
    [3510.4, 2109.8, 1627.3],
    [3406.8, 2062.5, 1588.3],
    [3178.7, 1957.4, 1513.4],
    [3004.8, 1864.5, 1439.7],
    [2984.0, 1867.6, 1569.1],
    [2818.9, 1859.6, 1434.6],
    [2880.4, 1865.8, 1440.8],
    [2989.4, 1844.1, 1434.4],
    [3086.2, 1945.2, 1481.6],
    [3515.9, 2087.1, 1722.0],
    [3479.1, 2187.2, 1652.1],
  ],
  L25: [
    [2983.6, 2863.2, 3001.7],
    [2983.6, 2863.2, 3001.7],
    [2899.9, 2797.3, 2918.9],
    [2732.4, 2665.5, 2753.2],
    [2614.4, 2524.8, 2657.0],
    [2496.3, 2384.0, 2560.8],
    [2496.3, 2384.0, 2560.8],
    [2496.3, 2384.0, 2560.8],
    [2614.4, 2524.8, 2657.0],
    [2732.4, 2665.5, 2753.2],
    [2983.6, 2863.2, 3001.7],
    [2983.6, 2863.2, 3001.7],
  ],
  P25: [
    [3676.6, 3937.2, 3826.8],
    [3022.3, 3221.2, 3352.4],
    [2680.7, 2776.8, 2837.1],
    [2316.2, 2521.4, 2466.0],
    [1612.5, 1594.0, 1641.0],
    [1653.6, 1562.4, 1632.4],
    [1685.3, 1858.3, 1755.3],
    [1842.9, 1934.9, 1961.1],
    [2042.1, 1960.5, 2120.3],
    [2570.7, 2762.6, 2610.4],
    [3464.0, 3595.3, 3571.0],
    [4233.2, 4358.6, 4474.2],
  ],
  S25: [
    [5178.5, 5772.5, 5675.8],
    [3526.3, 3873.5, 3982.0],
    [2231.1, 2320.3, 2281.8],
    [1242.3, 1925.5, 1602.6],
    [528.8, 521.4, 517.6],
    [437.1, 469.7, 403.0],
    [549.8, 660.1, 567.7],
    [729.2, 789.2, 784.6],
    [841.4, 846.9, 810.5],
    [2322.6, 2532.4, 2158.3],
    [4624.9, 4641.9, 4351.7],
    [6455.5, 6788.4, 6777.5],
  ],
}

export type PowerProfileCode = 'H25' | 'G25' | 'L25' | 'P25' | 'S25'

/** Profiles whose days are multiplied by the day factor: without it P25 sums to 949,158 kWh, with it to 1,000,060 (2023). */
export const dynamisedProfiles: ReadonlySet<PowerProfileCode> = new Set(['H25', 'P25', 'S25'])

/**
 * Day factor F(t) of the dynamised profiles, t = day of the year from 1.
 * VDEW 1999 "Repraesentative VDEW-Lastprofile", polynomial of the fourth degree, kept by BDEW in 2025.
 */
export function dayFactor(dayOfYear: number): number {
  const t = dayOfYear
  return 1.24 + t * (2.1e-3 + t * (-7.02e-5 + t * (3.2e-7 - t * 3.92e-10)))
}
