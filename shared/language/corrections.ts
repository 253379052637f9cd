/** What the command line says of files that are read as earlier ones were corrected. */
import type { Language } from '../domain.ts';

export const rememberedText: Record<Language, string> = {
  en: '{file}: read as you chose for the last file of this shape (--recognise-anew ignores that)',
  'zh-CN': '{file}：沿用你为上一个同样格式的文件所作的选择（加 --recognise-anew 则重新识别）',
};
