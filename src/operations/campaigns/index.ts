import { approveCampaign } from './approve.ts';
import { archiveCampaign, unarchiveCampaign } from './archive.ts';
import { cancelCampaign } from './cancel.ts';
import { cancelCampaignSchedule } from './cancel-schedule.ts';
import { createCampaign } from './create.ts';
import { deleteCampaign } from './delete.ts';
import { duplicateCampaign } from './duplicate.ts';
import { exportCampaignCsv } from './export.ts';
import { getCampaign } from './get.ts';
import { listCampaigns } from './list.ts';
import { getCampaignLogs } from './logs.ts';
import { pauseCampaign } from './pause.ts';
import { previewCampaign } from './preview.ts';
import { rejectCampaign } from './reject.ts';
import { resumeCampaign } from './resume.ts';
import { resolveUnknown, retryFailed } from './second-try.ts';
import { startCampaign } from './start.ts';
import { getMassMarketingStats } from './stats.ts';
import { updateCampaign } from './update.ts';

export const campaignOperations = [
  listCampaigns,
  getCampaign,
  createCampaign,
  updateCampaign,
  previewCampaign,
  startCampaign,
  pauseCampaign,
  resumeCampaign,
  cancelCampaign,
  cancelCampaignSchedule,
  approveCampaign,
  rejectCampaign,
  archiveCampaign,
  unarchiveCampaign,
  duplicateCampaign,
  deleteCampaign,
  getCampaignLogs,
  exportCampaignCsv,
  retryFailed,
  resolveUnknown,
  getMassMarketingStats,
];
