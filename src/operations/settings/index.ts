import { getMassMarketingConfig } from './get.ts';
import { saveMassMarketingConfig } from './save.ts';

export const settingOperations = [getMassMarketingConfig, saveMassMarketingConfig] as const;
