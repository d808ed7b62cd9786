import type {
  calibrationAnswer,
  calibrationQuery,
  campaignAnswer,
  campaignMadeAnswer,
  campaignsAnswer,
  campaignVerbAnswer,
  campaignVerbBody,
  companyMadeAnswer,
  exchangeDecisionAnswer,
  exchangeDecisionBody,
  exchangeReportAnswer,
  newCampaignBody,
  newCompanyBody,
  previewAnswer,
  previewBody,
  readingFilesAnswer,
} from '#journey/staying/web'
import { endpoint } from './endpoint.ts'

/** Routes of meters, terms and campaigns. */
export const meteringEndpoints = {
  calibration: endpoint<{ query: typeof calibrationQuery; answer: typeof calibrationAnswer }>()(
    'GET',
    '/desk/api/calibration',
  ),
  readingFiles: endpoint<{ answer: typeof readingFilesAnswer }>()('GET', '/desk/api/reading-files'),
  putReadingCompany: endpoint<{ body: typeof newCompanyBody; answer: typeof companyMadeAnswer }>()(
    'POST',
    '/desk/api/reading-companies',
  ),
  exchangeReport: endpoint<{ answer: typeof exchangeReportAnswer }>()('GET', '/desk/api/exchange-reports/:id'),
  decideExchange: endpoint<{ body: typeof exchangeDecisionBody; answer: typeof exchangeDecisionAnswer }>()(
    'POST',
    '/desk/api/exchange-reports/:id/decision',
  ),
  campaigns: endpoint<{ answer: typeof campaignsAnswer }>()('GET', '/desk/api/campaigns'),
  campaign: endpoint<{ answer: typeof campaignAnswer }>()('GET', '/desk/api/campaigns/:id'),
  previewCampaign: endpoint<{ body: typeof previewBody; answer: typeof previewAnswer }>()(
    'POST',
    '/desk/api/campaigns/preview',
  ),
  makeCampaign: endpoint<{ body: typeof newCampaignBody; answer: typeof campaignMadeAnswer }>()(
    'POST',
    '/desk/api/campaigns',
  ),
  stepCampaign: endpoint<{ body: typeof campaignVerbBody; answer: typeof campaignVerbAnswer }>()(
    'POST',
    '/desk/api/campaigns/:id/state',
  ),
} as const
