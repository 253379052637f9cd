import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages } from '../../../shared/domain.ts';
import { workspaceText } from '../../../shared/language/workspace.ts';

const folder = join(import.meta.dirname, '../../../electron/engine/workspace');
const details = { file: 'shop.clientele', found: 3, supported: 2, kinds: ['passphrase', 'recovery'], count: 4 };

describe('workspaceText', () => {
  it('has a sentence for every reason the workspace gives', () => {
    const reasons = readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/(?:reason: |because\()'(\w+)'/g)])
      .map((match) => match[1]!);
    expect(reasons.length).toBeGreaterThan(20);
    for (const reason of reasons) expect(Object.keys(workspaceText.en), reason).toContain(reason);
    expect(Object.keys(workspaceText['zh-CN']).sort()).toEqual(Object.keys(workspaceText.en).sort());
  });

  it.each(languages)('says one or two whole sentences, with and without figures (%s)', (language) => {
    for (const [reason, sentence] of Object.entries(workspaceText[language])) {
      const required = /newer_workspace|older_read_only/.test(reason) ? details : {};
      for (const text of [sentence(details), sentence(required)]) {
        expect(text, reason).not.toMatch(/undefined|null|NaN| {2}|\n/);
        expect(text, reason).toMatch(language === 'en' ? /^([A-Z]|shop\.clientele ).*\.$/ : /。$/);
        if (language === 'en') continue;
        expect(text, reason).not.toMatch(/您|[,;:!?()]/);
        expect(text, reason).not.toMatch(/[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]/);
      }
    }
  });
});
