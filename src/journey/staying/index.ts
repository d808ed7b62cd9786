// Server door of `staying`: use cases, listeners, jobs, and all pure rules of the browser-safe door.
export * from './web.ts'
export { outageListeners, outageRoutes } from './outages/module.ts'
export { tellOutages, tellOutagesJob } from './outages/tell-outages.ts'
export { type NoticeRow, ownNoticesStatement } from './outages/outages.sql.ts'
export { OwnOutages } from './outages/pages/notices.tsx'
export { readingListeners, readingRoutes } from './readings/module.ts'
export { type Requested, type RequestReadings, requestReadings } from './readings/request-readings.ts'
export { enterReadings, loadHome } from './readings/enter-readings.ts'
export { expectedCount } from './readings/expected-value.ts'
export { valueOf } from './readings/home.ts'
export { consumptionStatements } from './readings/consumption-flight.ts'
export { type ConsumptionGlance, consumptionGlance } from './readings/consumption-glance.ts'
export { clearOldUploads, clearUploadsJob } from './readings/clear-uploads.job.ts'
export { runCampaigns, runCampaignsJob } from './campaigns/run-campaigns.ts'
export { changeCampaign, makeCampaign } from './campaigns/manage-campaign.ts'
export { followRequests, followRequestsJob } from './readings/remind-of-readings.job.ts'
export { type OpenRequestRow, openRequestsStatement } from './readings/requests.sql.ts'
export { stayingRefusals } from './refusals.ts'
export { stayingFiles } from './imports/index.ts'
export { stayingImportRefusals } from './imports/refusals.ts'
export { isMeterOfCustomer } from './meters/find-meter.ts'
export { placesOfMeters } from './meters/find-meters.sql.ts'
export { readingOut } from './readings/reading-out.ts'
export { companyReadingsFile } from './reading-files/company-readings.import.ts'
export {
  batchOfFile,
  companiesStatement,
  type CompanyRow,
  type FileRow,
  filesStatement,
  findCompany,
  noteFile,
  putCompany,
} from './reading-files/reading-files.sql.ts'
