import type { ImportFile } from '#company/exchange'
import { intervalSeriesFile } from './interval-series.import.ts'
import { metersFile, registersFile } from './meters.import.ts'
import { gasFactorsFile, readingsFile, temperaturesFile } from './readings.import.ts'

/** Files of this room in the order in which they refer to each other and to those of `customers`. */
export const stayingFiles: readonly ImportFile[] = [
  metersFile,
  registersFile,
  gasFactorsFile,
  readingsFile,
  intervalSeriesFile,
  temperaturesFile,
]
