import type {
  askedBody,
  askErasureBody,
  changeDoneAnswer,
  channelsNamedAnswer,
  codeAnswer,
  consentAnswer,
  customerAnswer,
  deathAnswer,
  deathBody,
  deskAddressBody,
  deskAnswerBody,
  deskBankBody,
  deskChannelBody,
  deskCodeBody,
  deskDataAnswer,
  deskMoveBody,
  deskNameBody,
  deskWishBody,
  employeeBody,
  erasureDoneAnswer,
  holdAnswer,
  holdBody,
  mandateOfferAnswer,
  moveAnswer,
  protectBody,
  protectionAnswer,
  protectionDoneAnswer,
  unprotectBody,
} from '#company/customers/web'
import type { endPowerBody, powersOfCustomerAnswer, powerStateAnswer } from '../../powers.contract.ts'
import type {
  clientChangeBody,
  clientDoneAnswer,
  clientMadeAnswer,
  clientsAnswer,
  newClientBody,
} from '#company/identity/web'
import { endpoint } from './endpoint.ts'

const customer = '/desk/api/customers/:id' as const

/** What staff does with a customer's own data. */
export const ownDataEndpoints = {
  ownData: endpoint<{ answer: typeof deskDataAnswer }>()('GET', `${customer}/own-data`),
  changeName: endpoint<{ body: typeof deskNameBody; answer: typeof customerAnswer }>()('POST', `${customer}/name`),
  changeAddress: endpoint<{ body: typeof deskAddressBody; answer: typeof customerAnswer }>()(
    'POST',
    `${customer}/address`,
  ),
  mandateWords: endpoint<{ body: typeof deskBankBody; answer: typeof mandateOfferAnswer }>()(
    'POST',
    `${customer}/accounts/:account/mandate-words`,
  ),
  changeBank: endpoint<{ body: typeof deskBankBody; answer: typeof changeDoneAnswer }>()(
    'POST',
    `${customer}/accounts/:account/bank`,
  ),
  revokeMandate: endpoint<{ body: typeof askedBody; answer: typeof changeDoneAnswer }>()(
    'POST',
    `${customer}/accounts/:account/revocation`,
  ),
  nameChannels: endpoint<{ body: typeof deskChannelBody; answer: typeof channelsNamedAnswer }>()(
    'POST',
    `${customer}/channels`,
  ),
  mainChannel: endpoint<{ body: typeof askedBody; answer: typeof changeDoneAnswer }>()(
    'POST',
    `${customer}/channels/:channel/main`,
  ),
  removeChannel: endpoint<{ body: typeof askedBody; answer: typeof changeDoneAnswer }>()(
    'POST',
    `${customer}/channels/:channel/removal`,
  ),
  confirmChannel: endpoint<{ body: typeof deskCodeBody; answer: typeof codeAnswer }>()(
    'POST',
    `${customer}/channels/:channel/code`,
  ),
  answerConsent: endpoint<{ body: typeof deskAnswerBody; answer: typeof consentAnswer }>()(
    'POST',
    `${customer}/consents`,
  ),
  changeWishes: endpoint<{ body: typeof deskWishBody; answer: typeof changeDoneAnswer }>()(
    'POST',
    `${customer}/preferences`,
  ),
  announceMove: endpoint<{ body: typeof deskMoveBody; answer: typeof moveAnswer }>()('POST', `${customer}/moves`),
  undoChange: endpoint<{ body: typeof askedBody; answer: typeof changeDoneAnswer }>()(
    'POST',
    `${customer}/changes/:change/undo`,
  ),
  setHold: endpoint<{ body: typeof holdBody; answer: typeof holdAnswer }>()('POST', `${customer}/holds`),
  endHold: endpoint<{ answer: typeof erasureDoneAnswer }>()('DELETE', `${customer}/holds/:hold`),
  askErasure: endpoint<{ body: typeof askErasureBody; answer: typeof holdAnswer }>()('POST', `${customer}/erasures`),
  recordDeath: endpoint<{ body: typeof deathBody; answer: typeof deathAnswer }>()('POST', `${customer}/death`),
  protection: endpoint<{ answer: typeof protectionAnswer }>()('GET', `${customer}/protection`),
  protect: endpoint<{ body: typeof protectBody; answer: typeof protectionDoneAnswer }>()(
    'POST',
    `${customer}/protection`,
  ),
  unprotect: endpoint<{ body: typeof unprotectBody; answer: typeof protectionDoneAnswer }>()(
    'POST',
    `${customer}/protection/end`,
  ),
  noteEmployee: endpoint<{ body: typeof employeeBody; answer: typeof protectionDoneAnswer }>()(
    'POST',
    `${customer}/employees`,
  ),
  endEmployee: endpoint<{ answer: typeof protectionDoneAnswer }>()('DELETE', `${customer}/employees/:staff`),
  powersOfCustomer: endpoint<{ answer: typeof powersOfCustomerAnswer }>()('GET', `${customer}/powers`),
  endPower: endpoint<{ body: typeof endPowerBody; answer: typeof powerStateAnswer }>()(
    'POST',
    '/desk/api/powers/:id/end',
  ),
} as const

/** Portals whose visitors sign in with our accounts. */
export const portalEndpoints = {
  portals: endpoint<{ answer: typeof clientsAnswer }>()('GET', '/desk/api/openid-clients'),
  makePortal: endpoint<{ body: typeof newClientBody; answer: typeof clientMadeAnswer }>()(
    'POST',
    '/desk/api/openid-clients',
  ),
  changePortal: endpoint<{ body: typeof clientChangeBody; answer: typeof clientDoneAnswer }>()(
    'PUT',
    '/desk/api/openid-clients/:id',
  ),
  newPortalSecret: endpoint<{ answer: typeof clientMadeAnswer }>()('POST', '/desk/api/openid-clients/:id/secret'),
  endPortal: endpoint<{ answer: typeof clientDoneAnswer }>()('DELETE', '/desk/api/openid-clients/:id'),
  replaceOpenidKeys: endpoint<{ answer: typeof clientDoneAnswer }>()('POST', '/desk/api/openid-keys/replacement'),
} as const
